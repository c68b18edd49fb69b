/* The player page of the test LMS: offers the API, shows the package in a frame. */
(function () {
  "use strict";
  const config = window.LMS;

  /* As Moodle does: wait for the answer while the page lives, a beacon when it dies (4e). */
  function send(finish, body) {
    const url = finish ? "finish" : "commit";
    window.lmsReport({ sent: body.length });
    const request = new XMLHttpRequest();
    try {
      request.open("POST", url, false);
      request.send(body);
      return request.status === 200;
    } catch (error) {
      const kept = navigator.sendBeacon(url, body);
      if (!kept) { window.lmsReport({ lost: body.length }); }
      return kept;
    }
  }

  function offerApi() {
    const inner = new window.Scorm12API({ autocommit: false, lmsCommitUrl: false, logLevel: 5 });
    inner.loadFromFlattenedJSON(config.given);
    window.API = window.strictScorm12(inner, config.given, window.lmsReport, send);
    window.lmsPeek = function (element) { return String(inner.getCMIValue(element)); };
  }

  function showPackage() {
    const frame = document.createElement("iframe");
    frame.name = "sco";
    frame.title = "Package";
    if (config.sandbox) { frame.setAttribute("sandbox", config.sandbox); }
    frame.src = config.launch;
    document.body.appendChild(frame);
  }

  if (config.api) { offerApi(); }
  document.addEventListener("DOMContentLoaded", showPackage);
}());
