"""Filler of our own: people, firms, places and things."""


def listed(text: str, mark: str | None = None) -> list[str]:
    """The words of a text, or what stands between marks."""
    return text.split(mark)


FIRST_NAMES = listed(
    "Ann Ben Carla David Elena Frank Grace Hugo Irene Jonas Karin Liam Maria Noah Olivia Peter Quentin Rosa Samuel "
    "Tessa Umar Vera Walter Xenia Yusuf Zoe Anke Bruno Chloé Diego Emma Fabio Giulia Hendrik Inés João Katrin Luca "
    "Marta Niels Otto Paola Rafael Sofia Thijs Ursula Valentina Wim Priya Arjun Mei Hiroshi Fatima Omar"
)
LAST_NAMES = listed(
    "Smith Jones Miller Brown Garcia Martinez Lopez Wilson Taylor Moore Schmidt Müller Weber Fischer Wagner Becker "
    "Dubois Lefebvre Moreau Girard Rossi Russo Bianchi Ferrari Jansen Bakker Visser Smit Silva Santos Oliveira Souza "
    "Kowalski Nowak Novak Horvat Patel Sharma Singh Tanaka Suzuki Chen Wang Kim Park Nguyen Andersen Nilsson Brien"
)
COMPANIES = listed(
    "Northwind,Acme GmbH,Globex,Initech,Blue Harbour Ltd,Sonnenhof KG,Rivière & Fils,Molino Verde SpA,Van Dam BV,"
    "Casa Azul SA,Orbit Freight,Pine Street Clinic,Lakeside Bank,Delta Insurance,Quartz Systems,Harbor Analytics",
    ",",
)
CITIES = listed(
    "Boston Denver Leeds Bristol Hamburg Leipzig Lyon Nantes Sevilla Bilbao Torino Parma Utrecht Breda Porto Braga "
    "Austin Portland Glasgow Cardiff Graz Basel Ghent Malmö"
)
THINGS = listed(
    "keyboard invoice contract monitor pump turbine report sensor router licence gasket lamp ticket chair backup "
    "invoice dashboard deployment warehouse shipment"
)
