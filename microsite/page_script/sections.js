// What stands below the first screen: charts, lists, questions, hours and forms. Pages load this
// script when somebody turns to them (nearing.js); all of it can be read and sent without.

import { openCharts } from "./charts.js";
import { Sheet } from "./form_sheet.js";
import { tellHours } from "./hours.js";
import { letSort } from "./lists.js";
import { FORM_WORDS } from "./own_words.js";
import { letSearch } from "./search.js";

function takeForms(story) {
  if (!story.forms) return;
  const told = { words: FORM_WORDS, phone: story.forms.phone };
  for (const element of document.querySelectorAll("form[data-form]")) {
    new Sheet(element, story.forms.list[element.getAttribute("data-form")], told, story);
  }
}

letSearch();
letSort();
openCharts();
tellHours();
takeForms(document.querySelector("sollecito-film").story);
document.documentElement.setAttribute("data-sections", "open");
