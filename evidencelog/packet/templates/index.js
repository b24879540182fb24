"use strict";
(function () {
  var bar = document.getElementById("filters");
  var rule = document.getElementById("by-rule");
  var day = document.getElementById("by-day");
  var everything = document.getElementById("all");
  var line = document.getElementById("shown");
  var places = Array.prototype.slice.call(document.querySelectorAll("[data-day]"));

  function apply() {
    var shown = 0;
    places.forEach(function (place) {
      var fits =
        (!day.value || place.dataset.day === day.value) &&
        (!rule.value || place.dataset.rules.split(" ").indexOf(rule.value) >= 0);
      place.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    var filtered = Boolean(day.value || rule.value);
    everything.hidden = !filtered;
    line.textContent = filtered
      ? line.dataset.words.replace("{shown}", shown).replace("{all}", places.length)
      : "";
    document.body.classList.toggle("filtered", filtered);
  }

  function clear() {
    rule.value = "";
    day.value = "";
    apply();
  }

  // A link to something a filter hides takes the filter away first.
  function arrive() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hidden) {
      clear();
      target.scrollIntoView();
    }
  }

  if (places.length) {
    bar.hidden = false;
    rule.addEventListener("change", apply);
    day.addEventListener("change", apply);
    everything.addEventListener("click", clear);
    window.addEventListener("hashchange", arrive);
    apply();
  }
})();
