import pytest

from proposals.themes.clustering.language import guess_language, is_foreign, languages_of, script_of

SENTENCES = {
    "en": "We need more trees in the park and a safer way to school for the children",
    "de": "Wir brauchen mehr Bäume im Park und einen sicheren Weg zur Schule für die Kinder",
    "es": "Necesitamos más árboles en el parque y un camino más seguro para los niños",
    "fr": "Il faut plus d'arbres dans le parc et un chemin plus sûr pour les enfants",
    "it": "Abbiamo bisogno di più alberi nel parco e di una strada più sicura per i bambini",
    "nl": "We hebben meer bomen in het park nodig en een veilige weg naar school voor de kinderen",
    "pl": "Potrzebujemy więcej drzew w parku i bezpiecznej drogi do szkoły dla dzieci",
    "pt": "Precisamos de mais árvores no parque e de um caminho mais seguro para as crianças",
    "ru": "Нам нужно больше деревьев в парке и безопасная дорога в школу для детей",
    "tr": "Parkta daha çok ağaç ve çocuklar için okula daha güvenli bir yol gerekiyor",
    "sv": "Vi behöver fler träd i parken och en säkrare väg till skolan för barnen",
    "fi": "Tarvitsemme lisää puita puistoon ja turvallisemman tien kouluun että se on hyvä",
    "uk": "Нам треба більше дерев у парку та безпечна дорога до школи для дітей",
    "el": "Χρειαζόμαστε περισσότερα δέντρα στο πάρκο",
    "ja": "公園にもっと木が必要です",
    "zh": "公园里需要更多的树",
    "ko": "공원에 나무가 더 필요합니다",
    "th": "เราต้องการต้นไม้มากขึ้นในสวนสาธารณะ",
}
KNOWN = {"en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "ja", "zh", "ko", "th"}


@pytest.mark.parametrize("language, text", SENTENCES.items())
def test_language_is_guessed_by_function_words_or_script(language, text):
    assert guess_language(text) == language


@pytest.mark.parametrize("language, text", SENTENCES.items())
def test_text_is_foreign_when_the_encoder_does_not_know_its_language(language, text):
    assert is_foreign(text, lambda cut: range(len(cut) // 4)) == (language not in KNOWN)


@pytest.mark.parametrize("text", ["", "123 !?", "park"])
def test_nothing_to_tell_by_gives_no_language(text):
    assert guess_language(text) == ""


def test_unknown_script_is_foreign_and_short_pieces_are_too():
    assert is_foreign("ჩვენ გვჭირდება მეტი ხე პარკში", lambda _: range(5))
    assert is_foreign("qwzx vbnm qwzx vbnm qwzx vbnm qwzx vbnm qwzx", lambda _: range(30))
    assert not is_foreign("bus stop lights station platform shelter", lambda _: range(8))


def test_languages_of_a_corpus_come_most_frequent_first():
    assert languages_of([SENTENCES["fr"]] * 3 + [SENTENCES["de"]] * 2 + ["?"]) == ("fr", "de")


def test_script_of_mixed_japanese_is_kana():
    assert script_of("公園の木") == "HIRAGANA"
