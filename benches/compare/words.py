"""Words that corpora are made of: plain ones without digits, and none that a detector takes for a label."""


def _listed(text: str) -> list[str]:
    return text.split()


ENGLISH = _listed("""
about above across after again against all almost along already also although always among another answer any appear
area around ask away back base basic because become before begin behind below beneath better between beyond big board
body both bring business but came carry cause center certain change check city class clear close cold come common
complete connect consider contain continue control cool correct could country course cover create cross current cut dark
data decide deep deploy design develop differ direct distance document door down draw drive during each early earth east
easy edge effect end energy engine enough even event ever every example expect experience explain face fact fall family
far farm fast feel few field figure fill final find fine finish fire first fish floor flow fly follow food force forest
form forward found free fresh friend from front full gather gave general gentle give glass gold good grand great green
ground group grow guide half hand happen hard have hear heart heat heavy help here high hill hold hope house however
hundred idea image improve include increase inside interest island issue join journey judge just keep kind know land
language large last late laugh lead learn leave length less letter level light line list listen little live local long
look machine main make many map mark market matter mean measure meet member memory middle might mind modern moment month
morning mother motion mountain move much music must nature near need network never next night north note nothing notice
object ocean offer often open operate other outside over page paint paper pattern people perhaps person piece place
plain plan plane plant plate play point possible power practice present press pretty print problem process produce
program project protect prove public pull push quality question quick quiet rain range rather read ready real reason
receive region remember repeat report request require rest result return ride right river road rock room round rule safe
said sail same school science season second seem sense sentence serve service settle seven several shape share sharp
shore short should show side sign silent simple since single size sleep slow small smooth snow some song soon sound
south space special speed spell spend spread spring square stand star start state station stay steel step still stone
stop store story stream street strong study subject sudden sugar summer sun support sure surface surprise system table
tail take talk teach team tell temper thank their there thick thing think those though thought through together tool top
touch toward town track trade train travel tree true trust turn under unit until usual valley value vary very view
village visit voice wait walk wall warm watch water wave weather week well west what wheel where which while white whole
wide wild wind window winter wire wish with wonder wood word world would write yellow young
""")

RUSSIAN = _listed("""
берег билет боль большой быстро вечер взгляд вода воздух вопрос ворота время высокий глаза голос город гость далеко
дверь день деревня долго дом дорога дождь друг дума жизнь завтра земля зима знать игра книга конец корабль красный
крыло лес лето лист лицо лодка луна люди место мир много море мост музыка начало небо новый ночь облако огонь окно
осень остров ответ память песня письмо план поле помощь правда птица работа радость река рука сад свет север сердце
сила слово снег солнце сон страна стена стол тень тихий трава туман улица утро цвет человек школа яблоко язык январь
""")

GERMAN = _listed("""
Abend ähnlich Ärger Äpfel Bäcker Bäume Berg blühen Brücke Bücher Dächer dünn Dörfer Erde fähig Fenster Flügel Flüsse
fröhlich früh Fuß Gärten gehören genug Geschäft Gespräch glücklich Größe grün Hände häufig heiß Himmel hören Höhe Hügel
Jäger jünger Käse Kirche Kleid klären König können Körper kräftig Küche kühl Länder läuft Leute löschen Löwe mächtig
Mädchen Mühle Müller müssen nächste Nähe natürlich öffnen öfter Ofen Öl Plätze prüfen Räume Regen ruhig Säule schließen
schön Schüler Schlüssel schwören Söhne spät Spaß Straße Stühle süß Tage Täler tätig Tür Töchter träumen über üben Übung
ungefähr Vögel Wälder wählen während Wärme Wasser weiß Wörter wünschen Würfel zählen Zähne zögern zurück zwölf
""")

# Mandarin is written without blanks: the words only make the text vary.
CHINESE = _listed("""
天空 大地 海洋 山川 河流 城市 村庄 道路 桥梁 房屋 窗户 花园 树木 森林 草原 春天 夏天 秋天 冬天 早晨 中午 傍晚 夜里 朋友
老师 学生 孩子 父母 兄弟 音乐 图书 故事 历史 语言 文字 颜色 声音 光线 影子 风雨 阳光 月亮 星星 云彩 雪花 火车 轮船 飞机
学习 工作 生活 希望 快乐 安静 美丽 温暖 干净 明亮 遥远 慢慢地 已经 常常 因为 所以 但是 如果 我们 他们 这里 那里
什么 怎么
""")

# Faces, a symbol with a variation selector, a joined sequence and a flag: one to four code points each.
EMOJI = _listed(
    "\U0001f600 \U0001f680 \U0001f30d \U0001f389 \U0001f40d \U0001f980 "
    "\u2764\ufe0f \U0001f469\u200d\U0001f4bb \U0001f1f3\U0001f1f1 \u2615"
)
