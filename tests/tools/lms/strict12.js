/* SCORM 1.2 as its strictest readers take it: refuses what any of them would refuse, logs all. */
(function () {
  "use strict";

  const TOKEN = "[A-Za-z0-9_]{1,250}";
  const DECIMAL = /^-?\d{1,3}(\.\d+)?$/;
  const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
  const TIMESPAN = /^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
  const IDENTIFIER = /^[\x21-\x7e]{1,255}$/;
  const STATUS = /^(passed|completed|failed|incomplete|browsed)$/;
  const TYPE = /^(true-false|choice|fill-in|matching|performance|sequencing|likert|numeric)$/;

  const like = (pattern) => (value) => pattern.test(value);
  const upTo = (length) => (value) => value.length <= length;
  const percent = (value) => DECIMAL.test(value) && Number(value) >= 0 && Number(value) <= 100;
  const within = (low, high) => (value) =>
    /^-?\d{1,3}$/.test(value) && Number(value) >= low && Number(value) <= high;

  const RESPONSE = {
    "true-false": like(/^[01tf]$/),
    "choice": like(new RegExp(`^(${TOKEN}(,${TOKEN})*)?$`)),
    "sequencing": like(new RegExp(`^(${TOKEN}(,${TOKEN})*)?$`)),
    "matching": like(new RegExp(`^(${TOKEN}\\.${TOKEN}(,${TOKEN}\\.${TOKEN})*)?$`)),
    "likert": like(new RegExp(`^(${TOKEN})?$`)),
    "numeric": like(/^(-?\d+(\.\d+)?)?$/),
  };

  const SINGLE = {
    "cmi.core.lesson_location": upTo(255),
    "cmi.core.lesson_status": like(STATUS),
    "cmi.core.exit": like(/^(time-out|suspend|logout|)$/),
    "cmi.core.score.raw": percent,
    "cmi.core.score.min": percent,
    "cmi.core.score.max": percent,
    "cmi.core.session_time": like(TIMESPAN),
    "cmi.suspend_data": upTo(4096),
    "cmi.comments": upTo(4096),
    "cmi.student_preference.audio": within(-1, 100),
    "cmi.student_preference.language": upTo(255),
    "cmi.student_preference.speed": within(-100, 100),
    "cmi.student_preference.text": within(-1, 1),
  };

  const LISTED = {
    "cmi.interactions": {
      "id": like(IDENTIFIER),
      "time": like(TIME),
      "type": like(TYPE),
      "weighting": like(DECIMAL),
      "student_response": upTo(255),
      "result": like(/^(correct|wrong|unanticipated|neutral|-?\d+(\.\d+)?)$/),
      "latency": like(TIMESPAN),
      "objectives.id": like(IDENTIFIER),
      "correct_responses.pattern": upTo(255),
    },
    "cmi.objectives": {
      "id": like(IDENTIFIER),
      "status": like(/^(passed|completed|failed|incomplete|browsed|not attempted)$/),
      "score.raw": percent,
      "score.min": percent,
      "score.max": percent,
    },
  };

  const READ_ONLY = new RegExp("^cmi\\.(core\\.(student_id|student_name|credit|entry|total_time|" +
    "lesson_mode)|launch_data|comments_from_lms|student_data\\..+)$");
  const WRITE_ONLY = /^cmi\.(core\.(exit|session_time)|interactions\.\d+\.(?!.*_count$).+)$/;
  const ITEM = /^(cmi\.(?:interactions|objectives))\.(\d+)\.(.+)$/;
  const SUBITEM = /^(objectives|correct_responses)\.(\d+)\.(.+)$/;

  /* What the lists hold so far: identifiers, types, and the next free index of each list. */
  class Lists {
    constructor(given) {
      this.values = {};
      this.next = {};
      Object.keys(given).forEach((element) => this.keep(element, given[element]));
    }
    keep(element, value) {
      const item = element.match(ITEM);
      if (!item) { return; }
      const sub = item[3].match(SUBITEM);
      this.values[element] = value;
      this.count(item[1], item[2]);
      if (sub) { this.count(`${item[1]}.${item[2]}.${sub[1]}`, sub[2]); }
    }
    count(list, index) {
      this.next[list] = Math.max(this.next[list] || 0, Number(index) + 1);
    }
    gap(list, index) {
      return Number(index) > (this.next[list] || 0);
    }
  }

  function refusalOfItem(list, index, field, value, lists) {
    const prefix = `${list}.${index}`;
    const sub = field.match(SUBITEM);
    const check = LISTED[list][sub ? `${sub[1]}.${sub[3]}` : field];
    if (!check) { return [201, "no such element"]; }
    if (lists.gap(list, index) || (sub && lists.gap(`${prefix}.${sub[1]}`, sub[2]))) {
      return [201, "index leaves a gap"];
    }
    if (!lists.values[`${prefix}.id`] && field !== "id") { return [201, "id comes first"]; }
    if (!check(value)) { return [405, "not in the form of this element"]; }
    const answers = field === "student_response" || (sub && sub[3] === "pattern");
    const form = answers && RESPONSE[lists.values[`${prefix}.type`]];
    return form && !form(value) ? [405, "not in the form of this type"] : null;
  }

  function refusalOfSet(element, value, lists) {
    if (/\._(children|count|version)$/.test(element)) { return [402, "keyword"]; }
    if (READ_ONLY.test(element)) { return [403, "read only"]; }
    const item = element.match(ITEM);
    if (item) { return refusalOfItem(item[1], item[2], item[3], value, lists); }
    const check = SINGLE[element];
    if (!check) { return [201, "no such element"]; }
    return check(value) ? null : [405, "not in the form of this element"];
  }

  window.strictScorm12 = function (inner, given, report, send) {
    const lists = new Lists(given);
    let finished = false;
    let lastError = 0;
    let pending = {};

    function body() {
      return Object.keys(pending)
        .map((element) => `${encodeURIComponent(element)}=${encodeURIComponent(pending[element])}`)
        .join("&");
    }

    function answer(name, args, refusal, act) {
      const result = refusal ? (name === "LMSGetValue" ? "" : "false") : String(act());
      lastError = refusal ? refusal[0] : Number(inner.LMSGetLastError());
      report({
        name: name, args: args.map(String), result: result, error: lastError,
        reason: refusal ? refusal[1] : "", pending: body().length,
      });
      return result;
    }

    function closed(argument) {
      if (finished) { return [301, "after LMSFinish"]; }
      return argument === "" ? null : [201, "the argument must be an empty string"];
    }

    function transmit(finish) {
      if (!send(finish, body())) { return; }
      pending = {};
    }

    return {
      LMSInitialize: (argument) => answer("LMSInitialize", [argument],
        finished ? [101, "after LMSFinish"] : closed(argument), () => inner.LMSInitialize("")),
      LMSGetValue: (element) => answer("LMSGetValue", [element],
        finished ? [301, "after LMSFinish"] : (WRITE_ONLY.test(element) ? [404, "write only"] : null),
        () => inner.LMSGetValue(String(element))),
      LMSSetValue: (element, value) => {
        const text = String(value);
        const refusal = finished ? [301, "after LMSFinish"]
          : inner.isInitialized() ? refusalOfSet(String(element), text, lists) : null;
        return answer("LMSSetValue", [element, value], refusal, () => {
          const result = String(inner.LMSSetValue(String(element), text));
          if (result === "true") { lists.keep(element, text); pending[element] = text; }
          return result;
        });
      },
      LMSCommit: (argument) => answer("LMSCommit", [argument], closed(argument), () => {
        const result = String(inner.LMSCommit(""));
        if (result === "true") { transmit(false); }
        return result;
      }),
      LMSFinish: (argument) => answer("LMSFinish", [argument], closed(argument), () => {
        const result = String(inner.LMSFinish(""));
        if (result === "true") { finished = true; transmit(true); }
        return result;
      }),
      LMSGetLastError: () => String(lastError),
      LMSGetErrorString: (code) => String(inner.LMSGetErrorString(String(code))),
      LMSGetDiagnostic: (code) => String(inner.LMSGetDiagnostic(String(code))),
    };
  };
}());
