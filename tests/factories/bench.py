"""A finished run with everything the workbench looks at: themes, passages on a tree, numbers counted."""

from proposals.themes.actions import recounts

from .themes import CodebookFactory, ThemeAssignmentFactory, ThemeFactory


def filled_run(n_themes=3, each=3):
    """A run of themes with passages on leaves of a tree of twice as many."""
    codebook = CodebookFactory()
    run = codebook.run
    merges = [[2 * i, 2 * i + 1] for i in range(n_themes)]
    nodes = list(range(2 * n_themes, 3 * n_themes))
    while len(nodes) > 1:
        merges.append(nodes[:2])
        nodes = [*nodes[2:], 3 * n_themes + len(merges) - n_themes - 1]
    pairs = {f"{i}-{j}": [4, 4800] for j in range(n_themes) for i in range(j)}
    run.structure = {"leaves": 2 * n_themes, "merges": merges, "pairs": {"rounds": 5, "of": pairs}}
    run.save()
    for number in range(n_themes):
        theme = ThemeFactory(codebook=codebook, number=number, stability=8000, keywords=[f"word{number}"])
        for place in range(each):
            leaf = 2 * number + place % 2
            ThemeAssignmentFactory(theme=theme, leaf=leaf, sure=place != 2, central_rank=place)
    recounts.recount_after_edit(run, *codebook.themes.all())
    return run
