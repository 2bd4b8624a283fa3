/** What the page does for whoever looks at it. Without it everything is there to be read; nothing here asks anybody. */
import { offerExports } from "./export.ts";
import { offerFilters } from "./filter.ts";
import { offerPrinting } from "./print.ts";
import { offerSorting } from "./sort.ts";
import { offerThemes } from "./theme.ts";

const tables = [...document.querySelectorAll<HTMLTableElement>(".table table")];

offerThemes(document.querySelector("#theme"));
offerSorting(tables);
offerExports(tables);
offerFilters(document.querySelector("#filters"), tables);
offerPrinting();
