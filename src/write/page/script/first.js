// @ts-check
// Before anything is shown: that there is a script, and what the address says of the looks.
{
  const root = document.documentElement;
  const asked = new URLSearchParams(location.hash.slice(1));
  const theme = asked.get("theme");
  root.classList.add("script");
  // A browser that cannot run the other script shows what there is without one.
  addEventListener("error", () => {
    if (!root.classList.contains("ready")) root.classList.remove("script");
  });
  root.classList.toggle("embed", asked.has("embed"));
  if (theme === "system") delete root.dataset.theme;
  else if (theme === "light" || theme === "dark") root.dataset.theme = theme;
}
