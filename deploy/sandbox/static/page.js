// Live updates that never touch what somebody is typing. Without this script every page still works.
"use strict";

const live = document.getElementById("live");
const key = (control) => `${control.name}\u0000${control.type === "radio" || control.type === "checkbox" ? control.value : ""}`;
const controls = (root) => [...root.querySelectorAll("input[name], textarea[name], select[name]")].filter((one) => one.type !== "hidden");

function changed(control) {
  if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") return [...control.options].some((one) => one.selected !== one.defaultSelected);
  return control.value !== control.defaultValue;
}

// What somebody entered and has not sent yet, and where the caret stands, carried from the old part to the new one.
function carryOver(before, after) {
  const touched = new Set(controls(before).filter(changed).map((one) => one.name));
  const typed = new Map(controls(before).filter((one) => touched.has(one.name)).map((one) => [key(one), one]));
  for (const one of controls(after)) {
    const old = typed.get(key(one));
    if (!old) continue;
    if (one.type === "radio" || one.type === "checkbox") one.checked = old.checked;
    else one.value = old.value;
  }
  const open = [...before.querySelectorAll("details")].map((one) => one.open);
  [...after.querySelectorAll("details")].forEach((one, place) => { one.open = one.open || Boolean(open[place]); });
}

function swap(before, after) {
  if (before.innerHTML === after.innerHTML) return;
  if (before.dataset.version !== undefined && before.dataset.version === after.dataset.version) return;
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && focused.name ? [key(focused), focused.selectionStart, focused.selectionEnd] : null;
  carryOver(before, after);
  before.replaceWith(after);
  wire(after);
  const again = place && controls(after).find((one) => key(one) === place[0]);
  if (!again) return;
  again.focus();
  if (place[1] !== null && again.setSelectionRange) try { again.setSelectionRange(place[1], place[2]); } catch { /* dates have no caret */ }
}

async function refresh() {
  const address = new URL(location.href);
  address.searchParams.set("live", "1");
  const answer = await fetch(address);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const atEnd = window.innerHeight + window.scrollY > document.body.scrollHeight - 80;
  for (const before of document.querySelectorAll("[data-live]")) {
    const after = page.getElementById(before.id);
    if (after) swap(before, document.importNode(after, true));
  }
  const shut = Boolean(document.querySelector("dialog[open]"));
  for (const one of document.querySelectorAll(".skip, header.top, nav.side, main")) one.inert = shut;
  if (atEnd) window.scrollTo(0, document.body.scrollHeight);
}

function listen() {
  const query = new URLSearchParams({ channel: live.dataset.channel, seen: live.dataset.seen });
  const source = new EventSource(`/as/${live.dataset.person}/live?${query}`);
  source.onmessage = (news) => { live.dataset.seen = news.data; refresh(); };
  source.onerror = () => { source.close(); setTimeout(listen, 700); };
}

// A picker that acts at once does so when something is chosen; its Apply button is for pages without this script.
function wire(root) {
  for (const button of root.querySelectorAll(".apply")) {
    const home = button.closest("[data-acts], .field");
    button.hidden = true;
    home.addEventListener("change", () => button.form.requestSubmit(button));
  }
  const modal = root.querySelector("dialog form");
  if (!modal || root.querySelector("[autofocus]")) return;
  const wrong = modal.querySelector(".wrong input, .wrong textarea, .wrong select");
  const first = wrong || modal.querySelector(".inside input:not([type=hidden]), .inside textarea, .inside select") || modal.querySelector("header button");
  if (first && !document.activeElement?.closest?.("dialog")) first.focus({ preventScroll: !wrong });
}

document.addEventListener("keydown", (press) => {
  const modal = document.querySelector("[data-modal]");
  if (press.key === "Escape" && modal) modal.requestSubmit(modal.querySelector("footer button[value=close]"));
});

document.addEventListener("submit", (sent) => {
  const line = document.getElementById("line");
  if (line && !sent.target.contains(line)) sessionStorage.setItem(`line ${location.pathname}`, line.value);
  sent.target.setAttribute("aria-busy", "true");
  if (sent.target.matches("[data-modal]") || !sent.submitter) return;
  const place = sent.target.matches(".composer") ? "" : sent.submitter.textContent.trim();
  sessionStorage.setItem(`pressed ${location.pathname}`, place);
});

// When a window has closed, or nothing opened, the focus goes back to what was pressed.
function comeBack() {
  const pressed = sessionStorage.getItem(`pressed ${location.pathname}`);
  if (pressed === null || document.querySelector("dialog[open]")) return;
  sessionStorage.removeItem(`pressed ${location.pathname}`);
  const buttons = [...document.querySelectorAll("main button, main summary")];
  const again = pressed ? buttons.find((one) => one.textContent.trim() === pressed) : document.getElementById("line");
  again?.focus({ preventScroll: true });
}

for (const one of document.querySelectorAll(".side [aria-current]")) one.parentElement.parentElement.scrollLeft = one.offsetLeft - 60;

const line = document.getElementById("line");
if (line) {
  line.value = line.value || sessionStorage.getItem(`line ${location.pathname}`) || "";
  sessionStorage.removeItem(`line ${location.pathname}`);
  window.scrollTo(0, document.body.scrollHeight);
}
wire(document);
comeBack();
if (live) listen();
