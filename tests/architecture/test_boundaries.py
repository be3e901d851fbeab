"""What import-linter's own contracts cannot say."""

import grimp

PUBLIC = {"models", "services", "queries", "signals", "types", "errors", "permissions"}
OPEN_TO_ALL = {"core", "web"}
COMPOSERS = {"config", "ops", "__main__"}


def test_domains_use_only_the_public_modules_of_other_domains():
    graph = grimp.build_graph("eduport")
    imports = [
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    ]

    assert [pair for pair in sorted(imports) if not is_allowed(*pair)] == []


def is_allowed(importer: str, imported: str) -> bool:
    domain = [*importer.split("."), ""][1]
    other, module = [*imported.split("."), "", ""][1:3]
    return other in OPEN_TO_ALL | {domain} or domain in COMPOSERS or module in PUBLIC
