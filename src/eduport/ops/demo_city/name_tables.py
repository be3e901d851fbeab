"""Names of a big German city by origin, the frequent ones first in every list."""

from typing import NamedTuple


class Origin(NamedTuple):
    """Where a name comes from: per mille of the city, given and family names."""

    weight: int
    given: tuple[str, ...]
    family: tuple[str, ...]


def _split(names: str) -> tuple[str, ...]:
    """A list of names; an underscore stands for a space inside a name."""
    return tuple(name.replace("_", " ") for name in names.split())


GERMAN_GIVEN = _split(
    "Emma Mia Ben Paul Hannah Emilia Finn Leon Sophia Anna Noah Jonas Lina "
    "Marie  Felix Luca Ella Clara Maximilian Henry Lea Leni Luis Elias Oskar "
    "Lotta Frieda  Ida Emil Jakob Moritz Johanna Greta Karl Anton Mathilda Theo "
    "Charlotte Lukas  Julian Lilly Laura Luisa Jonathan Philipp Leonie Amelie "
    "David Tim Nele Max Jan  Sarah Lisa Julia Niklas Tom Erik Frida Marlene "
    "Pauline Antonia Helena Simon  Samuel Fabian Jannik Maja Carla Josefine "
    "Mats Ole Fiete Bjarne Lasse Thore Hauke  Sönke Björn Dörte Änne Jördis "
    "Svenja Annika Merle Jule Tomke Inken Maike Hinnerk  Malte Joris Levke Zoë "
    "Noël Chloé André Loïs Tjark Keno Femke Rieke Hedda Klaas  Veit Anne-Sophie "
    "Anna-Lena Ann-Kathrin Jan-Ole Marie-Luise Dörte-Marie  Lea-Sophie "
    "Hanna-Lotte Mira-Belle "
)
GERMAN_GIVEN_OF_ADULTS = _split(
    "Sabine Thomas Andrea Michael Susanne Stefan Petra Andreas Claudia "
    "Christian  Martina Matthias Katrin Markus Stefanie Torsten Birgit Jörg "
    "Nicole Jens Silke  Frank Anke Jürgen Melanie Holger Heike Lars Svenja Sven "
    "Annika Jan Julia Tim  Sarah Björn Anna Malte Lena Simon Lisa Fabian Wiebke "
    "Uwe Frauke Dirk Maike Ralf  Inken Martin Gesche Kai Merle Götz Dörte Hauke "
    "Käthe Sönke Ruth Gero Jördis Veit  René Renée Desirée André Hans-Peter "
    "Eva-Maria Karl-Heinz Ann-Kathrin  Klaus-Dieter Anne-Sophie Franz-Josef "
    "Dörte-Marie Änne Marie-Luise "
)
GERMAN_FAMILY = _split(
    "Müller Schmidt Meyer Schulz Schröder Petersen Hansen Möller Krüger Becker "
    "Fischer Weber Wagner Hoffmann Schäfer Koch Bauer Richter Klein Wolf "
    "Neumann  Schwarz Zimmermann Braun Krause Lehmann Schmitz Peters Jansen "
    "Behrens Lüders  Lüdemann Burmeister Harms Hinrichs Ahrens Carstens Claußen "
    "Clausen Brandt  Martens Voß Voss Groß Weiß Strauß Kruse Stüven Röhrs "
    "Böttcher Köhler König Böhm  Jäger Günther Götze Kühn Schütte Lütjens "
    "Wülfken Dührkop Rüther Meier Maier  Mayer Heß Heße Preuß Fuß Großmann "
    "Weißenborn Schultz Schulze Schuldt Rathje  Siemers Timm Thomsen "
    "Christiansen Jessen Paulsen Lorenzen Nissen Feddersen  Boysen Brodersen "
    "Ketelsen Asmussen Matthiessen Vogel Franke Albrecht Winter  Lange Busch "
    "Kaiser Fuchs Scholz Horn Pohl Sauer Arnold Ernst Seidel Graf Haas  Berger "
    "Hahn Roth Beck Lorenz Baumann Friedrich Keller Simon Vogt Winkler Walter "
    "Huber Sommer Ziegler Engel Dietrich Pfeiffer Kuhn Herrmann Lang Stein Jung "
    "Otto  Frank Schuster Thiel Bergmann Ludwig Heinrich Schubert Ohlsen "
    "Möhring Süßmilch  Kröger Wöhler Hölscher Dräger Plöger Nölting Küster "
    "Bülow Glöckner Zöllner "
)
GERMAN_STEMS = _split(
    "Linden Eichen Birken Buchen Erlen Eschen Hasel Rosen Wiesen Berg Stein "
    "Sand Moor  Heide Wald Holz Feld Bach Brunnen Mühl Neu Alten Ober Nieder "
    "Hoh Lang Breiten  Grün Rot Weiß Schwarzen Gold Silber Eisen Königs Grafen "
    "Bischofs Mönch Kloster  Kirch Burg Schloß Wein Korn Hafer Roggen Apfel "
    "Birn Kirsch Nuß Falken Habichts  Raben Storch Reiher Wolfs Bären Hirsch "
    "Reh Hasen Fuchs "
)
GERMAN_ENDINGS = _split(
    "berg bach feld mann hof stedt büttel rode hagen kamp thal wald hausen hoff "
    "meier  stein haus horst dorf brook loh bruch brück müller schmidt "
)
PARTICLES = _split("von von_der van van_der von_dem zu zur vom de von_und_zu ")
TITLES = ("Dr.", "Dr.", "Dr.", "Dr. phil.", "Prof. Dr.", "Dipl.-Ing.", "Dr. rer. nat.")

MALE_GIVEN = frozenset(
    _split(
        "Ben Paul Finn Leon Noah Jonas Felix Luca Maximilian Henry Luis Elias Oskar "
        "Emil  Jakob Moritz Karl Anton Theo Lukas Julian Jonathan Philipp David Tim "
        "Max Jan  Niklas Tom Erik Simon Samuel Fabian Jannik Mats Ole Fiete Bjarne "
        "Lasse Thore  Hauke Sönke Jörg Jürgen Björn Götz Christian Thomas Michael "
        "Andreas Stefan  Martin Markus Frank Torsten Holger Uwe Kai Ralf Matthias "
        "Sven Lars Dirk Jens  Hinnerk Malte Joris Noël René André Loïs Tjark Keno "
        "Klaas Gero Veit Hans-Peter  Karl-Heinz Jan-Ole Klaus-Dieter Franz-Josef "
        "Mehmet Mustafa Emir Yusuf Ömer Ali  Eymen Gökhan İbrahim İlker Oğuzhan "
        "Ümit Barış Kağan Doğukan Hüseyin Süleyman  Çınar Rüzgâr Mert Mehmet_Ali "
        "Kerem Deniz Can Cem Tolga Volkan Jakub Antoni  Szymon Filip Michał Łukasz "
        "Stanisław Wojciech Paweł Błażej Rafał Mikołaj Kacper  Franciszek Tomasz "
        "Krzysztof Mohammed Ahmad Omar Hassan Ibrahim Khaled Abdullah  Mahmoud "
        "Tarek Bilal Abd_al-Rahman ʿAli Mu'adh Samir Karim Youssef Jamal Anas "
        "Oleksandr Artem Maksym Danylo Dmytro Mykola Volodymyr Ihor Andrii Tymofii "
        "Alexander Dmitri Igor' Sergej Matvej Kirill Reza Amir Hamid Ehsan Farid "
        "Navid  Omid Kian Arash Mohammad-Reza Minh Đức Văn_Hùng Tuấn Trường "
        "Đăng_Khoa Hữu_Phước  João Tiago Gonçalo Simão José_Luis Ángel Íñigo Iván "
        "Andrés Nuno Estêvão Iñaki  Andrei Ștefan Răzvan Cătălin Bogdan Gheorghe "
        "Georgi Dimitar Ivaylo Plamen Søren  Bjørn Jørgen Øystein Håkon Ægir "
        "Sigurður Göran Jyrki Mikkel Asbjørn Đorđe Željko  Goran Miloš Nikola Adnan "
        "Arbën Ilir Çlirim Luka Žarko Lorenzo Matteo Niccolò  François Benoît Seán "
        "D'Arcy William Ciarán Loïc Kwame Kofi Yaw Chidi Emeka  Mamadou Tesfaye "
        "Kwabena Wei Hiroshi Aarav Rahul Min-jun Tenzin "
    )
)
"""So that a second given name suits the first."""

GERMAN = Origin(560, GERMAN_GIVEN, GERMAN_FAMILY)
TURKISH = Origin(
    95,
    _split(
        "Mehmet Ayşe Mustafa Fatma Emir Zeynep Yusuf Elif Ömer Defne Ali Azra Eymen "
        "Büşra  Çağla Gökhan Şeyma Işıl Ilayda İbrahim İlker Oğuzhan Tuğba Ümit "
        "Gülşah Özlem  Barış Kağan Yağmur Doğukan Sıla Nazlı Aslı Hüseyin Süleyman "
        "Müge Çınar Eylül  Rüzgâr Mert Mehmet_Ali Nur Hatice Merve Esra Kerem Deniz "
        "Can Cem Aylin Selin  Tolga Volkan "
    ),
    _split(
        "Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan "
        "Doğan  Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Korkmaz Çakır "
        "Erdoğan Güneş  Yavuz Can Acar Güler Aktaş Bulut Keskin Ünal Turan Gül Özer "
        "Işık Kaplan Avcı  Sarı Tekin Taş Köse Ateş Akın Karadağ Uçar Ağaoğlu İnce "
        "Irmak Topçuoğlu Hacıoğlu  Şen "
    ),
)
POLISH = Origin(
    50,
    _split(
        "Zofia Jakub Julia Antoni Zuzanna Szymon Maja Filip Oliwia Michał Łukasz "
        "Stanisław Wojciech Paweł Małgorzata Agnieszka Katarzyna Błażej Rafał "
        "Mikołaj  Grażyna Bożena Żaneta Świętosława Kacper Franciszek Aleksandra "
        "Jadwiga Tomasz  Krzysztof "
    ),
    _split(
        "Nowak Kowalski Kowalska Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski "
        "Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Wojciechowska "
        "Łuczak  Łęcka Żak Ślusarczyk Gołębiewska Brzęczyszczykiewicz Piątek Zając "
        "Błaszczyk  Świątek Jabłońska Krawczyk Mazur Pawłowska Nowak-Zielińska "
        "Grzegorzewska  Wróblewski Głowacki "
    ),
)
ARABIC = Origin(
    70,
    _split(
        "Mohammed Ahmad Maryam Fatima Omar Yasmin Hassan Layla Ibrahim Noor Khaled "
        "Amira  Abdullah Rania Mahmoud Salma Tarek Huda Bilal Zaynab Abd_al-Rahman "
        "ʿAli Aʾisha  Mu'adh Samir Dunya Karim Hanan Youssef Malak Jamal Ghazal "
        "Anas Rahaf "
    ),
    _split(
        "Al-Ahmad Ibrahim Hassan Al_Hussein Khalil Al-Masri Haddad Al-Khatib "
        "Mahmoud  Saleh Hamdan Darwish El-Sayed Abu_Bakr Al_Jabouri ʿAbd_al-Karim "
        "Sha'ban Nasser  Mansour Alhamwi Ben_Youssef El_Amrani Benali Bouzid "
        "Al-Mu'tasim Qasim Barakat  Issa Osman "
    ),
)
UKRAINIAN_RUSSIAN = Origin(
    58,
    _split(
        "Oleksandr Anastasiia Artem Sofiia Maksym Mariia Danylo Yelyzaveta Dmytro "
        "Kateryna Mykola Oksana Volodymyr Nataliia Svitlana Ihor Viktoriia Andrii "
        "Polina  Tymofii Alexander Ekaterina Dmitri Natal'ja Igor' Tatjana Sergej "
        "Olga Matvej  Arina Kirill "
    ),
    _split(
        "Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliinyk Kovalchuk "
        "Boiko  Hryhor'iev Luk'ianenko Melnyk Marchenko Savchenko Rudenko Petrenko "
        "Sydorenko  Ivanov Ivanova Petrov Smirnova Kuznecov Sokolova Volkov "
        "Fëdorova Zajceva Schmidt  Lysenko Ponomarenko Dem'ianchuk Zakharchenko "
        "Horbachova "
    ),
)
AFGHAN_PERSIAN = Origin(
    38,
    _split(
        "Ali Zahra Reza Sara Amir Fatemeh Hamid Maryam Ehsan Parisa Farid Laila "
        "Navid  Shirin Omid Roya Kian Setareh Arash Nilufar Mohammad-Reza Soraya "
    ),
    _split(
        "Ahmadi Hosseini Rezai Karimi Mohammadi Rahimi Noori Sharifi Azizi Haidari "
        "Moradi  Amini Jafari Ebrahimi Naseri Popal Wardak Stanekzai Zadeh "
        "Hashemi-Nejad "
    ),
)
VIETNAMESE = Origin(
    16,
    _split(
        "Linh Minh Anh Thảo Hương Đức Phương Thị_Mai Văn_Hùng Ngọc_Anh Quỳnh Tuấn "
        "Trường  Bảo_Châu Gia_Hân Đăng_Khoa Thùy_Dương Khánh_Vy Hữu_Phước "
    ),
    _split("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý "),
)
PORTUGUESE_SPANISH = Origin(
    26,
    _split(
        "João Inês Tiago Beatriz Gonçalo Conceição Simão Lurdes José_Luis María "
        "Ángel  Íñigo Begoña Lucía Iván Sofía Andrés Nuno Mafalda Estêvão Iñaki "
        "Belén "
    ),
    _split(
        "da_Silva dos_Santos Ferreira Gonçalves Araújo Simões Magalhães Conceição "
        "Leitão  García_López Rodríguez Fernández_de_la_Cruz Núñez Ibáñez Agüero "
        "Martínez Peña  de_Almeida_e_Sousa Brandão Guimarães Lourenço Ordóñez "
    ),
)
ROMANIAN_BULGARIAN = Origin(
    24,
    _split(
        "Andrei Ștefan Ioana Răzvan Mădălina Cătălin Bogdan Ana-Maria Gheorghe "
        "Ilinca  Țuțu Crăița Georgi Dimitar Desislava Yoana Ivaylo Plamen "
    ),
    _split(
        "Popescu Ionescu Țîrlea Stănescu Bălan Şerban Munteanu Dragomir Căpățînă "
        "Lupu  Dimitrov Georgieva Petkov Todorova Angelov Hristova Mînzatu "
    ),
)
NORDIC = Origin(
    16,
    _split(
        "Søren Åse Bjørn Jørgen Kirsten Mette Øystein Solveig Håkon Þóra Ægir "
        "Guðrún  Sigurður Linnéa Göran Åsa Päivi Jyrki Mikkel Signe Freja Asbjørn "
    ),
    _split(
        "Sørensen Jørgensen Kjær Ødegård Åkesson Bjørnstad Nørgaard Østergaard "
        "Lindström  Sjöberg Jónsdóttir Þorsteinsson Mäkinen Hämäläinen Kierkegaard "
        "Højgaard Aagaard "
    ),
)
BALKAN = Origin(
    30,
    _split(
        "Đorđe Željko Šejla Amra Emina Goran Dragana Miloš Jovana Nikola Hana Adnan "
        "Arbën  Besa Drita Ilir Çlirim Teuta Snežana Ivana Luka Petra Žarko "
    ),
    _split(
        "Jovanović Petrović Hadžić Đukić Šarić Kovačević Babić Horvat Marković "
        "Begović  Krasniqi Gashi Berisha Hoxha Çela Ramadani Živković Đorđević "
        "Musić Škrijelj "
    ),
)
WESTERN = Origin(
    20,
    _split(
        "Giulia Lorenzo Matteo Niccolò François Chloé Éloïse Maëlle Benoît Siobhán "
        "Seán  Niamh D'Arcy William Harper Sinéad Zoé Ciarán Noëlle Françoise Agnès "
        "Loïc "
    ),
    _split(
        "Rossi D’Angelo De_Luca Dall'Olio Esposito Lefèvre Béranger Œuvrard "
        "d’Aubigné  O’Connor O'Brien McDonald Ó_Súilleabháin FitzGerald Le_Goff "
        "Dell’Acqua Çurmi  Vella Cañizares_d'Or van_’t_Hoff "
    ),
)
AFRICAN = Origin(
    20,
    _split(
        "Kwame Akosua Kofi Ama Yaw Abena Chidi Ngozi Ifeoma Emeka Fatou Mamadou "
        "Aïssatou  Selam Tesfaye Mehret Samuel Blessing Precious Kwabena Adwoa "
    ),
    _split(
        "Mensah Owusu Boateng Asante N’Diaye N'Guessan Okafor Okonkwo Adeyemi "
        "Diallo  Traoré Koné Tesfai Ghebremedhin Haile Appiah Amponsah Kouassi "
        "M'Bala "
    ),
)
ASIAN = Origin(
    17,
    _split(
        "Wei Mei-Ling Yuki Hiroshi Aarav Priya Ananya Rahul Min-jun Li Jia Tenzin "
        "Lakshmi "
    ),
    _split(
        "Wang Li Zhang Chen Tanaka Satō Ōno Kim Singh Kumar Patel Sharma Gurung Ma Ng "
    ),
)
ORIGINS = (
    GERMAN,
    TURKISH,
    POLISH,
    ARABIC,
    UKRAINIAN_RUSSIAN,
    AFGHAN_PERSIAN,
    VIETNAMESE,
    PORTUGUESE_SPANISH,
    ROMANIAN_BULGARIAN,
    NORDIC,
    BALKAN,
    WESTERN,
    AFRICAN,
    ASIAN,
)
