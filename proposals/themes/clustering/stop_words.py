"""Function words per language: what keywords leave out, and how a text's language is guessed.

The lists are short on purpose: they hold the words that carry a sentence and no subject. Chinese, Japanese,
Korean and Thai are told apart by script (see `language`), so their lists only clean keywords.
"""

from functools import cache

_LISTS = {
    "ar": """
        في من على إلى عن مع هذا هذه ذلك التي الذي الذين أن إن كان كانت لا ما لم لن قد كل بعض أو ثم هو هي
        هم
        نحن أنا بين بعد قبل عند حتى كما لكن أي غير يكون تكون يجب وهو وهي فيها فيه منها منه عليه عليها به
        بها
        له لها و يا إذا أيضا هناك
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber nicht ist sind war waren
        wird
        werden wurde hat haben hatte sein ich du er sie es wir ihr uns mir mich ihm ihn sich mit von zu
        zum
        zur im in an am auf aus bei für nach über unter vor durch ohne um als wie wenn weil dass auch
        noch
        nur schon sehr so mehr hier dort dann da doch kann können soll sollte sollten muss müssen man
        alle
        alles diese dieser dieses diesen kein keine bis was wer wo gibt immer nun bitte vom beim wäre
        hätte
        würde bereits dafür damit sowie etwa ob jeder jede viel viele mal
    """,
    "en": """
        the a an and or but not is are was were be been being have has had do does did i you he she it we
        they me him her us them my your his its our their this that these those of in on at by for with
        from
        to into about over under after before between through out up down off as if than then so because
        while when where who whom which what why how all any some no nor only own same too very can could
        will would shall should may might must just also more most much many other such there here each
        few
        both again once ever don t s re ve ll d m isn aren doesn didn can't don't it's i'm get got like
        using use used need want way one two make new via per let yes etc really please think am
    """,
    "es": """
        el la los las un una unos unas y o u e pero no es son era eran ser sido está están estar hay ha
        han
        había yo tú él ella nosotros ellos ellas me te se nos le les lo mi su sus de del a al en con por
        para sin sobre entre desde hasta como que quien cual cuando donde porque si también más muy ya
        este
        esta estos estas ese esa esos esas eso esto todo toda todos todas otro otra otros otras cada
        mucho
        mucha muchos muchas ni así solo sólo tan puede pueden debe deben hacer hace sea sean tiene tienen
        fue cuyo mismo misma donde algún alguna algunos algunas además gran parte
    """,
    "fr": """
        le la les un une des du de d l et ou mais ne pas est sont était étaient être été a ont avait
        avoir
        je tu il elle on nous vous ils elles me te se lui leur leurs mon ma mes ton ta tes son sa ses
        notre
        nos votre vos ce cet cette ces en dans sur sous avec sans pour par entre vers chez depuis jusque
        comme que qui quoi dont où quand si plus moins très aussi bien tout toute tous toutes autre
        autres
        même peut peuvent doit doivent faire fait faut y au aux c j n s qu m t ni donc car puis alors
        encore
        déjà trop peu chaque soit cela ça ainsi afin
    """,
    "it": """
        il lo la i gli le un uno una e ed o ma non è sono era erano essere stato stata ha hanno aveva
        avere
        io tu lui lei noi voi loro mi ti si ci vi ne mio tuo suo sua suoi sue nostro questo questa questi
        queste quello quella quelli quelle di del dello della dei degli delle a al allo alla ai agli
        alle da
        dal dalla dai dalle in nel nella nei nelle con su sul sulla sui sulle per tra fra come che chi
        cui
        quando dove perché se anche più molto già tutto tutta tutti tutte altro altri ogni può possono
        deve
        devono fare fatto così solo senza essere poi ancora sempre
    """,
    "nl": """
        de het een en of maar niet is zijn was waren wordt worden werd heeft hebben had ik jij je hij
        zij ze
        wij we jullie u mij me hem haar ons hun mijn uw dit dat deze die van in op aan bij voor met uit
        naar
        over onder tussen door zonder om te tot als dan zoals wie wat waar wanneer omdat dus ook nog al
        er
        meer zeer heel veel kan kunnen moet moeten zou zouden mag alle alles andere elk geen zo hier daar
        toch alleen wel niets iets iemand maken gaan
    """,
    "pl": """
        i w z na do od za po przez pod nad przed przy o u dla bez między oraz lub albo ale nie jest są
        był
        była było były być będzie ma mają ja ty on ona ono my wy oni one mnie mi go jej ich im nas nam
        się
        swój swoje mój nasz ten ta to te tego tej tym tych co kto który która które których jak kiedy
        gdzie
        że bo więc czy też także już jeszcze bardzo więcej wszystko wszystkie można może mogą należy
        powinno
        powinny każdy inne tylko tak aby żeby ze we jako
    """,
    "pt": """
        o a os as um uma uns umas e ou mas não é são era eram ser sido está estão estar há tem têm tinha
        eu
        tu ele ela nós eles elas me te se nos lhe lhes meu minha seu sua seus suas de do da dos das em
        no na
        nos nas por pelo pela pelos pelas para com sem sobre entre desde até como que quem qual quando
        onde
        porque também mais muito já este esta estes estas esse essa esses essas isso isto aquele todo
        toda
        todos todas outro outra outros outras cada pode podem deve devem fazer faz só mesmo ao à aos às
        foi
        num numa ainda você vocês
    """,
    "ru": """
        и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне
        было вот от меня еще ещё нет о из ему когда даже ну ли если уже или ни быть был него до вас вам
        нас
        нам для мы их чем была сам чтоб без будто чего раз тоже себе под будет тогда кто этот это эта эти
        этого этой этих того потому какой при об можно нужно надо более также которые который которая
        должен
        должны есть где между через после
    """,
    "tr": """
        ve veya ile ama fakat de da bir bu şu o ben sen biz siz onlar için gibi kadar daha çok en az her
        tüm
        bütün bazı hiç değil var yok olarak olan oldu olması olur olmalı ki mi mı mu mü ne nasıl neden
        nerede kim hangi ise ya çünkü sonra önce göre üzere karşı bunu bunun buna bana beni bizim sizin
        onun
        gerek lazım şey diye hem artık sadece edilmeli
    """,
    "zh": """
        我们 你们 他们 她们 自己 这个 那个 这些 那些 什么 怎么 可以 因为 所以 但是 如果 没有 不是 就是
        还是 或者 以及 应该 需要 已经 非常 一个 一些 我們 你們 他們 這個 那個
        這些 那些 什麼 怎麼 因為 沒有 還是 應該 已經 一個
    """,
    "ja": """
        これ それ あれ この その あの ここ そこ ため こと もの よう から まで など です ます でした
        ました する した して いる ある ない なる という として について ください
        ません されて さん そして しかし また
    """,
    "ko": """
        그리고 그러나 하지만 또는 이것 그것 저것 우리 저는 나는 있는 없는 있습니다 합니다 하는 대한 위해
        에서 으로 입니다 매우 너무 모든 수 것 등
    """,
    "th": """
        และ หรือ แต่ ที่ ใน ของ เป็น ได้ ให้ มี ไม่ จะ กับ จาก ว่า นี้ นั้น การ ความ ก็ โดย เพื่อ ต้อง
        ควร
        มาก อยู่ แล้ว ด้วย
    """,
    # Outside the encoder's sixteen languages: known by name so that their texts are not taken for a
    # neighbour's.
    "sv": """
        och att det som en ett på är av för med till den inte har de om jag vi man kan ska från men så
        var
        när där också eller efter bara mer mycket skulle måste alla detta denna dessa vara blir finns
        mellan
        utan hur vad än
    """,
    "da": """
        og at det som en et på er af for med til den ikke har de om jeg vi man kan skal fra men så var
        når
        der også eller efter kun mere meget skulle må alle dette denne disse være bliver findes mellem
        uden
        hvordan hvad end blive mange
    """,
    "nb": """
        og at det som en et på er av for med til den ikke har de om jeg vi man kan skal fra men så var
        når
        der også eller etter bare mer mye skulle må alle dette denne disse være blir finnes mellom uten
        hvordan hva enn bli mange
    """,
    "fi": """
        ja on ei että se hän ne he minä sinä me te oli ovat olla joka jotka mutta tai kun jos niin kuin
        myös
        vain sekä tämä tämän nämä sitä sen mitä miten missä voi voisi pitää pitäisi täytyy kaikki enemmän
        hyvin ole jo nyt siis
    """,
    "cs": """
        a i v ve na se je že s z ze do o k ke za po pro od u by jako ale nebo jsou byl byla bylo být to
        ten
        ta které který která jak co když aby také již jen není má mají může musí více všechny jsem jsme
        si
        tak mezi bez podle před
    """,
    "uk": """
        і й та в у на що не з із до за як це але або від по для його її їх ми ви вони він вона я є був
        була
        було бути також щоб який яка які цей ця ці треба потрібно можна більше дуже всі при про між без
    """,
    "ro": """
        și în de la cu pe din un o nu este sunt a fi care pentru că mai sau dar ca să se au fost prin
        după
        fără între foarte toate trebuie poate acest această aceste lor lui noi voi ei ele cum când unde
        doar
    """,
    "hu": """
        a az és hogy nem egy is van volt meg de ha csak már mint vagy ez azt ezt lehet kell minden nagyon
        még több ki be el vannak lenne ahol amely ami aki kellene után között nélkül szerint
    """,
    "el": """
        και το να του η της με που την από για τα είναι των σε ο οι στο θα τη στην τον τους δεν τις ένα
        μια
        ότι ή αλλά αν πρέπει πιο όταν όλα πολύ έχει έχουν μας σας ως στα στις
    """,
    "ca": """
        el la els les un una i o però no és són era ser ha han hi jo tu ell ella nosaltres em et es ens
        amb
        de del dels a al als en per sense sobre entre des fins com que qui quan on perquè si també més
        molt
        ja aquest aquesta aquests tot tots
    """,
}

LANGUAGES = tuple(_LISTS)

_PRONOUNS = "i you he she it we they that there this who what where how here when why let y'all one"
_NEGATED = "ai are ca could did do does had has have is might must need ought sha should was were wo would"
# English words written together: I'd, they've, wouldn't.
CONTRACTIONS = frozenset(
    [f"{word}'{end}" for word in _PRONOUNS.split() for end in ("d", "s", "ll", "re", "ve", "m")]
    + [f"{word}n't" for word in _NEGATED.split()]
    + ["can't", "could've", "would've", "should've", "d'you", "o'clock"]
)
_WITHOUT_SIGN = frozenset(word.replace("'", "") for word in CONTRACTIONS if word.endswith("n't")) | {"cannot"}


@cache
def stop_words(language: str) -> frozenset[str]:
    """Lower-case function words of one ISO 639-1 language; empty for one that has no list."""
    found = frozenset(_LISTS.get(language, "").split())
    return found | CONTRACTIONS | _WITHOUT_SIGN if language == "en" else found
