"""Sentences around values, by type and language. `{v}` is the value; other fields are filler.

The labels and phrases are those of forms, mails, tickets and logs. Of each list, two fifths are held out: they
occur only in the published sets (see `part`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

Frames = dict[str, dict[str, list[str]]]


def part(items: Sequence[T], held_out: bool) -> list[T]:
    """All items for the published sets; for tuning only three of five."""
    return [item for index, item in enumerate(items) if held_out or index % 5 < 3]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


FRAMES: Frames = {
    "ssn": {
        "en": _lines("""
            My SSN is {v}.
            SSN: {v}
            Social Security Number: {v}
            The applicant's social security number is {v}, please verify.
            ssn={v}
            Please update the record of {name} (SSN {v}).
            SS# {v}
            Employee {name}, social security no. {v}, hired in {city}.
            Soc. Sec. No.: {v}
            For the W-2 we need her social: {v}
            Taxpayer SSN/TIN {v} does not match the name on file.
            "ssn": "{v}"
        """),
        "es": ["Número de seguro social: {v}", "Su número de Seguro Social es {v}."],
    },
    "ssn_bare": {
        "en": _lines("""
            {name} wrote {v} on the form.
            Please match {v} with the file of {name}.
            W-4 for {name}: {v}, {city}
            | {name} | {v} | {city} |
            {name},{v},{city}
        """),
    },
    "bsn": {
        "en": ["BSN: {v}", "The Dutch citizen service number of {name} is {v}.", "bsn={v};city={city}"],
        "nl": _lines("""
            Mijn BSN is {v}.
            BSN: {v}
            Burgerservicenummer: {v}
            Het burgerservicenummer van {name} is {v}.
            Sofinummer {v}
            BSN-nummer {v} is niet bekend bij de gemeente {city}.
            Wilt u het BSN ({v}) nog eens controleren?
        """),
    },
    "credit_card": {
        "en": _lines("""
            Please charge {v} for the {thing}.
            Card number: {v}, expires 09/28, CVC on the back.
            The payment with {v} was declined.
            My credit card {v} was stolen in {city}.
            pan={v} status=declined
            Visa {v} / {name}
            We refunded 49.90 USD to card {v}.
            {v}
            Use {v} for the hotel, please.
            CC# {v} exp 12/27
        """),
        "de": _lines("""
            Bitte belasten Sie die Kreditkarte {v}.
            Kartennummer: {v}
            Die Zahlung mit {v} ist fehlgeschlagen.
        """),
        "fr": ["Numéro de carte : {v}", "Le paiement avec la carte {v} a été refusé."],
        "es": ["Número de tarjeta: {v}", "Cargue el importe a la tarjeta {v}."],
        "it": ["Numero della carta: {v}", "Il pagamento con {v} è stato rifiutato."],
        "nl": ["Kaartnummer: {v}", "De betaling met {v} is geweigerd."],
        "pt": ["Número do cartão: {v}", "O pagamento com o cartão {v} foi recusado."],
    },
    "email": {
        "en": _lines("""
            Please write to {v} about the {thing}.
            Contact: {name} <{v}>
            From: "{name}" <{v}>
            My address is {v}.
            E-mail: {v}
            email={v}&plan=pro
            Send the {thing} to {v}, {name} will take care of it.
            [write to us](mailto:{v})
            {v} has been added to the group.
            Login failed for user {v} from {city}
            cc {v};
            Is {v} still with {company}?
        """),
        "de": ["Bitte schreiben Sie an {v}.", "E-Mail-Adresse: {v}", "Rückfragen an {name} ({v})."],
        "fr": ["Écrivez à {v} pour toute question.", "Courriel : {v}"],
        "es": ["Escriba a {v} si tiene dudas.", "Correo electrónico: {v}"],
        "it": ["Scrivere a {v} per informazioni.", "Indirizzo e-mail: {v}"],
        "nl": ["Stuur een bericht naar {v}.", "E-mailadres: {v}"],
        "pt": ["Escreva para {v}.", "E-mail do cliente: {v}"],
    },
    "phone_label": {
        "en": _lines("""
            Phone: {v}
            Tel.: {v}
            Mobile: {v}
            Phone number: {v}
            Tel {v}, Fax on request
            Fax: {v}
            Cell: {v} ({name})
            Contact number is {v}.
            phone={v}
            Office phone - {v}
            Telephone no. {v}
            Home: {v} / Work: ask {name}
            WhatsApp: {v}
            Emergency contact: {name}, {v}
        """),
        "de": _lines("""
            Telefon: {v}
            Tel.: {v}
            Mobil: {v}
            Telefonnummer {v}
            Handy: {v}
            Rufnummer: {v}
            Fax: {v}
        """),
        "fr": ["Téléphone : {v}", "Tél. : {v}", "Portable : {v}", "Numéro de téléphone : {v}", "Tél {v} (bureau)"],
        "es": ["Teléfono: {v}", "Tel.: {v}", "Móvil: {v}", "Número de teléfono: {v}"],
        "it": ["Telefono: {v}", "Tel. {v}", "Cellulare: {v}", "Numero di telefono: {v}"],
        "nl": ["Telefoon: {v}", "Tel.: {v}", "Mobiel: {v}", "Telefoonnummer: {v}"],
        "pt": ["Telefone: {v}", "Tel.: {v}", "Celular: {v}", "Telemóvel: {v}"],
    },
    "phone_context": {
        "en": _lines("""
            Please call me at {v} tomorrow.
            You can reach {name} on {v}.
            Call {v} and ask for {name}.
            Text {v} when the {thing} arrives.
            I tried to phone {v}, but nobody answered.
            Dial {v} for support.
            Missed call from {v} in {city}
            Ring {name} back on {v} after lunch.
            SMS sent to {v}
            Her new number is {v}.
            The hotline ({v}) was busy all day.
        """),
        "de": ["Rufen Sie mich bitte unter {v} an.", "Sie erreichen {name} unter {v}.", "Anruf von {v} verpasst."],
        "fr": ["Appelez-moi au {v}.", "Vous pouvez joindre {name} au {v}."],
        "es": ["Llámame al {v}.", "Puede contactar con {name} en el {v}."],
        "it": ["Chiamami al {v}.", "Può contattare {name} al numero {v}."],
        "nl": ["Bel mij op {v}.", "U kunt {name} bereiken op {v}."],
        "pt": ["Ligue para {v}.", "Fale com {name} pelo número {v}."],
    },
    "phone_bare": {
        "en": _lines("""
            {v} is what {name} left on the form.
            {name}, {company}, {city}, {v}
            {name} | {v} | {city}
            Kind regards, {name}, {v}
            {v}
            The {thing} is with {name} ({v}) now.
        """),
        "de": ["Mit freundlichen Grüßen, {name}, {v}", "{name}, {city}, {v}"],
        "fr": ["Cordialement, {name}, {v}"],
        "es": ["Un saludo, {name}, {v}"],
    },
    "ip_address": {
        "en": _lines("""
            The server at {v} does not answer.
            Connection from {v} port 22
            {v} - - [12/Mar/2024:06:25:24 +0000] "GET /index.html HTTP/1.1" 200 512
            Blocked {v} after five failed logins.
            ip={v}
            ping {v}
            nameserver {v}
            Client IP: {v}, user {name}
            src={v} dst=gateway proto=tcp
            Add {v} to the allow list.
            ssh admin@{v}
        """),
        "de": ["Der Server {v} ist nicht erreichbar.", "IP-Adresse: {v}"],
        "fr": ["Le serveur {v} ne répond pas.", "Adresse IP : {v}"],
        "es": ["El servidor {v} no responde.", "Dirección IP: {v}"],
        "it": ["Il server {v} non risponde."],
        "nl": ["De server {v} reageert niet."],
        "pt": ["O servidor {v} não responde."],
    },
    "ipv4_only": {
        "en": ["http://{v}/admin", "Listening on {v}:8080", "route {v}/32 via eth1", "proxy_pass http://{v}:3000;"],
    },
    "mac_address": {
        "en": _lines("""
            Device {v} joined the network.
            MAC address: {v}
            wlan0: STA {v} IEEE 802.11: associated
            DHCPACK on lease to {v} via eth0
            The printer has the MAC {v}.
            mac={v} vlan=20
            link/ether {v} state UP mtu 1500
            Block {v} at the access point in {city}.
        """),
        "de": ["Die MAC-Adresse lautet {v}.", "Gerät {v} wurde gesperrt."],
        "fr": ["Adresse MAC : {v}"],
        "es": ["Dirección MAC: {v}"],
    },
    "crypto_address": {
        "en": _lines("""
            Send the coins to {v}.
            Wallet: {v}
            Donations: {v}
            Deposit address {v} confirmed
            The ransom note names {v}.
            to={v} value=0.25
            Refund went to {v} last night.
            Our treasury is {v}; check the explorer.
        """),
        "de": ["Bitte überweisen an {v}.", "Wallet-Adresse: {v}"],
        "fr": ["Adresse du portefeuille : {v}"],
        "es": ["Envíe los fondos a {v}."],
        "pt": ["Carteira: {v}"],
    },
    "date_of_birth": {
        "en": _lines("""
            DOB: {v}
            Date of birth: {v}
            {name} was born on {v} in {city}.
            Birthday: {v}
            Patient {name}, D.O.B. {v}
            dob={v}
            {name}, born {v}, lives in {city}.
            Birth date {v}
            Her birthdate is {v}.
            {name} (b. {v})
            Date of Birth (as in passport): {v}
        """),
        "de": _lines("""
            Geburtsdatum: {v}
            {name}, geboren am {v} in {city}.
            geb. {v}
            {name}, geb. am {v}
            Geburtstag: {v}
        """),
        "fr": ["Date de naissance : {v}", "{name}, né le {v} à {city}.", "Née le {v}", "{name} (née le {v})"],
        "es": ["Fecha de nacimiento: {v}", "{name} nació el {v} en {city}.", "F. nacimiento: {v}"],
        "it": ["Data di nascita: {v}", "{name}, nato il {v} a {city}.", "Nata a {city} il {v}"],
        "nl": ["Geboortedatum: {v}", "{name}, geboren op {v} te {city}.", "Geb.datum: {v}"],
        "pt": ["Data de nascimento: {v}", "{name} nasceu em {v}.", "Nascido em {v}"],
    },
    "passport": {
        "en": _lines("""
            Passport number: {v}
            Passport No. {v}
            My passport number is {v}.
            passport: {v}
            Traveller {name}, passport {v}, seat 14C
            Passport # {v}
            {name} holds passport no {v}.
            The passport ({v}) expires next year.
            US Passport {v}
            Travel document (passport): {v}
        """),
        "de": ["Reisepassnummer: {v}", "Reisepass-Nr. {v}", "Passnummer {v}", "Reisepass {v} ist abgelaufen."],
        "fr": ["Numéro de passeport : {v}", "Passeport n° {v}", "Passeport : {v}"],
        "es": ["Número de pasaporte: {v}", "Pasaporte: {v}", "Pasaporte n.º {v}"],
        "it": ["Numero di passaporto: {v}", "Passaporto n. {v}", "Passaporto: {v}"],
        "nl": ["Paspoortnummer: {v}", "Paspoort: {v}"],
        "pt": ["Número do passaporte: {v}", "Passaporte: {v}"],
    },
    "driver_license": {
        "en": _lines("""
            Driver's license: {v}
            Driver license number {v}
            DL# {v}
            Driving licence number: {v}
            Drivers License No. {v}, state CA
            DL: {v}
            {name} showed license number {v}.
            Driver's licence no: {v}
            License # {v} (driver: {name})
            DLN {v}
        """),
        "de": ["Führerscheinnummer: {v}", "Führerschein-Nr. {v}", "Führerschein: {v}"],
        "fr": ["Numéro de permis de conduire : {v}", "Permis de conduire n° {v}"],
        "es": ["Número de permiso de conducir: {v}", "Licencia de conducir: {v}", "Carnet de conducir: {v}"],
        "it": ["Patente n. {v}", "Numero di patente: {v}"],
        "nl": ["Rijbewijsnummer: {v}", "Rijbewijs: {v}"],
        "pt": ["Carta de condução n.º {v}", "CNH: {v}"],
    },
    "bank_account": {
        "en": _lines("""
            Account number: {v}
            Bank account {v} at {company}
            Acct # {v}
            Please debit account no. {v}.
            account_number={v}
            The money goes to account number {v}.
            Acct No: {v}
            Checking account: {v}
            Savings account {v} was closed.
            A/C No. {v}
            Beneficiary account: {v}
        """),
        "de": ["Kontonummer: {v}", "Konto-Nr. {v}", "Bitte überweisen Sie auf das Konto {v}."],
        "fr": ["Numéro de compte : {v}", "Compte n° {v}"],
        "es": ["Número de cuenta: {v}", "Cuenta bancaria: {v}"],
        "it": ["Numero di conto: {v}", "Conto corrente n. {v}"],
        "nl": ["Rekeningnummer: {v}"],
        "pt": ["Número da conta: {v}", "Conta corrente: {v}"],
    },
    "routing": {
        "en": ["Routing number: {v}", "ABA routing number {v}", "Routing no. {v} ({company})"],
    },
    "iban": {
        "en": _lines("""
            IBAN: {v}
            Please pay to {v} by Friday.
            Our account is {v} ({company}).
            iban={v}
            Transfer 250.00 EUR to IBAN {v}, reference {thing}.
            {v}
            The refund to {v} was returned.
        """),
        "de": ["IBAN: {v}", "Bitte überweisen Sie auf {v}.", "Bankverbindung: {company}, {v}"],
        "fr": ["IBAN : {v}", "Virement vers {v}"],
        "es": ["IBAN: {v}", "Transferencia a la cuenta {v}."],
        "it": ["IBAN: {v}", "Bonifico su {v}"],
        "nl": ["IBAN: {v}", "Graag overmaken naar {v} t.n.v. {name}."],
        "pt": ["IBAN: {v}"],
    },
    "medical_record": {
        "en": _lines("""
            MRN: {v}
            Medical record number: {v}
            Medical Record # {v}
            Patient {name}, MRN {v}, admitted in {city}
            mrn={v}
            The medical record no. is {v}.
            Med. Rec. No. {v}
            MR# {v}
            Chart number {v}, {name}
            {name} [MRN-{v}]
        """),
        "de": ["Patientennummer: {v}", "Krankenakte Nr. {v}", "Patientenakte: {v}"],
        "fr": ["Numéro de dossier médical : {v}", "Dossier médical n° {v}"],
        "es": ["Historia clínica n.º {v}", "Número de historia clínica: {v}"],
        "it": ["Cartella clinica n. {v}"],
        "nl": ["Patiëntnummer: {v}", "Medisch dossier nr. {v}"],
        "pt": ["Prontuário médico: {v}", "Número do prontuário: {v}"],
    },
}  # fmt: skip
