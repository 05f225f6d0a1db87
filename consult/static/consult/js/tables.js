// A table whose rows stack on a narrow screen stays a table for those who hear it, in browsers that judge by the look.
const ROLES = { thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", "thead th": "columnheader", "tbody th": "rowheader" };

export function keepTables(root) {
  for (const table of root.querySelectorAll("table.stacked")) {
    table.setAttribute("role", "table");
    for (const [part, role] of Object.entries(ROLES)) {
      table.querySelectorAll(part).forEach((each) => each.setAttribute("role", role));
    }
  }
}
