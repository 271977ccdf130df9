// How far a job is: asked every two seconds, until there is something else to see.
"use strict";

(() => {
  const box = document.getElementById("progress");
  if (!box) return;
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
      const job = await answer.json();
      const bar = box.querySelector("progress");
      if (job.reload || (job.total && !bar)) {
        location.reload();
        return;
      }
      if (bar) {
        bar.value = job.done;
        box.querySelector(".done").textContent = job.done;
      }
    } catch {
      // The server starts again, perhaps: the next question will do.
    }
    setTimeout(ask, 2000);
  };
  setTimeout(ask, 2000);
})();
