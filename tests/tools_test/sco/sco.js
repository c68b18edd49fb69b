"use strict";
let api = null;
for (let w = window, i = 0; i < 9; i += 1, w = w.parent) {
  try { if (w.API) { api = w.API; break; } } catch (error) { break; }
}
const $ = (id) => document.getElementById(id);
const mode = api && api.LMSInitialize("") === "true" ? api.LMSGetValue("cmi.core.lesson_mode") : "none";
let open = mode === "normal";
let answers = open ? Number(api.LMSGetValue("cmi.interactions._count")) : 0;
$("state").textContent = mode;
if (api && api.LMSGetValue("cmi.core.lesson_location")) {
  $("page").textContent = api.LMSGetValue("cmi.core.lesson_location");
}
const set = (element, value) => { if (open) { api.LMSSetValue(`cmi.${element}`, value); } };
function leave(exit) {
  if (!open) { return; }
  set("core.exit", exit);
  set("core.session_time", "00:01:30");
  open = false;
  api.LMSFinish("");
}
$("next").addEventListener("click", () => {
  $("page").textContent = Number($("page").textContent) + 1;
  set("core.lesson_status", "incomplete");
  set("core.lesson_location", $("page").textContent);
  set("suspend_data", `v1:${$("page").textContent}`);
  if (open) { api.LMSCommit(""); }
});
$("answer").addEventListener("click", () => {
  const fields = { id: `a01-q${answers}`, type: "choice", student_response: "b", result: "wrong" };
  Object.keys(fields).forEach((name) => set(`interactions.${answers}.${name}`, fields[name]));
  answers += 1;
});
$("finish").addEventListener("click", () => {
  set("core.score.raw", "80");
  set("core.lesson_status", "completed");
  leave("");
});
window.addEventListener("pagehide", () => leave("suspend"));
