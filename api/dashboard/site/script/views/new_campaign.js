// A new campaign: from its folder as a zip archive, checked first, or from a template.

import { get, post } from "../client.js";
import { fill, h } from "../dom.js";
import { fileChoice } from "../file_choice.js";
import { button, card, faultList, field, notice, showProblem, working } from "../parts.js";
import { go, to } from "../router.js";
import { may } from "../session.js";
import { sendShown } from "../sending.js";
import { t } from "../words.js";

const ZIP = "application/zip";
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

export async function newCampaignView({ signal }) {
  const title = t("new.title");
  if (!may("upload")) {
    return { title, node: [h("h1", { tabindex: "-1" }, title), h("p", {}, t("new.not_allowed"))] };
  }
  const { templates } = may("read") ? await get("/templates", { signal }) : { templates: [] };
  return {
    title,
    node: [
      h("p", { class: "crumb" }, h("a", { href: to() }, t("campaigns.title"))),
      h("h1", { tabindex: "-1" }, title),
      bundleCard(signal),
      templates.length > 0 && templateCard(templates),
    ],
  };
}

function bundleCard(signal) {
  const place = h("div", { class: "outcome" });

  async function chosen(file) {
    try {
      const report = await sendShown(place, "/checks", file, ZIP, signal);
      if (report.makes_campaign) checked(file, report);
      else faulty(report.faults);
    } catch (problem) {
      if (problem.name !== "AbortError") showProblem(place, problem);
    }
  }

  function faulty(faults) {
    const shown = notice("bad", t("new.faults", { n: faults.length }), h("p", {}, t("new.faults_do")), faultList(faults));
    shown.tabIndex = -1;
    fill(place, shown);
    shown.focus();
  }

  function checked(file, { data_file: data, faults }) {
    const wrong = faults.filter((each) => !each.warning);
    const warnings = faults.filter((each) => each.warning);
    const make = button(t("new.make"), { kind: "primary", sign: "check", onclick: async () => {
      try {
        const made = await sendShown(place, "/campaigns", file, ZIP, signal);
        go(to("campaigns", made.name));
      } catch (problem) {
        if (problem.name !== "AbortError") showProblem(place, problem);
      }
    } });
    fill(place, notice(
      "good", t(wrong.length ? "new.no_faults_files" : "new.no_faults"), h("p", {}, t("new.no_faults_do")),
      data && h("p", {}, t("new.left_out", { file: data })),
      wrong.length > 0 && h("details", {}, h("summary", {}, t("new.data_faults", { n: wrong.length })), h("p", {}, t("new.data_faults_do")), faultList(wrong)),
      warnings.length > 0 && [h("p", {}, t("new.warnings", { n: warnings.length })), faultList(warnings)], make,
    ));
    make.focus();
  }

  return card(
    t("new.bundle"), h("p", {}, t("new.bundle_words")),
    fileChoice(t("new.drop"), t("new.drop_hint"), ".zip,application/zip", chosen), place,
  );
}

function templateCard(templates) {
  const place = h("div", { class: "outcome" });
  const template = h("select", {}, templates.map((each) => h("option", { value: each.name }, `${each.title} (${each.name})`)));
  const name = h("input", { type: "text", maxlength: 63, autocomplete: "off", spellcheck: "false", autocapitalize: "off", required: true });
  const issuer = h("input", { type: "text", maxlength: 200, autocomplete: "organization" });
  const make = h("button", { class: "button primary", type: "submit" }, h("span", {}, t("new.make")));
  const form = h(
    "form", { novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      if (!NAME.test(name.value.trim())) {
        name.setAttribute("aria-invalid", "true");
        fill(place, notice("bad", t("new.bad_name")));
        name.focus();
        return;
      }
      name.removeAttribute("aria-invalid");
      working(make, place, async () => {
        const wanted = { template: template.value, name: name.value.trim() };
        if (issuer.value.trim()) wanted.campaign = { issuer: { name: issuer.value.trim() } };
        const made = await post("/campaigns", wanted);
        go(to("campaigns", made.name));
      });
    } },
    field("template", t("new.template_which"), template),
    field("campaign-name", t("new.name"), name, t("new.name_hint")),
    field("issuer-name", t("new.issuer"), issuer, t("new.issuer_hint")),
    place, make,
  );
  return card(t("new.template"), h("p", {}, t("new.template_words")), form);
}
