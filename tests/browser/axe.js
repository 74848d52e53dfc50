// Opens a page in Chromium at three widths and in print, and prints what axe finds as JSON.
// Arguments: the page, the browser, a folder for pictures (or nothing).
const { chromium } = require("playwright-core");
const { pathToFileURL } = require("url");

const [page, browserPath, pictures] = process.argv.slice(2);
const looks = [
  { name: "phone", width: 390, media: "screen" },
  { name: "tablet", width: 820, media: "screen" },
  { name: "desk", width: 1280, media: "screen" },
  { name: "print", width: 794, media: "print" },
];

(async () => {
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const found = {};
  for (const look of looks) {
    const context = await browser.newContext({
      viewport: { width: look.width, height: 900 },
      bypassCSP: true,
    });
    const tab = await context.newPage();
    const asked = [];
    tab.on("request", (request) => asked.push(request.url()));
    await tab.emulateMedia({ media: look.media });
    await tab.goto(pathToFileURL(page).href);
    await tab.addScriptTag({ path: require.resolve("axe-core") });
    const result = await tab.evaluate(() => axe.run(document));
    const short = (rule) => ({
      id: rule.id,
      help: rule.help,
      nodes: rule.nodes.slice(0, 5).map((node) => node.html.slice(0, 160)),
      why: rule.nodes.slice(0, 3).map((node) => node.failureSummary),
    });
    found[look.name] = {
      violations: result.violations.map(short),
      incomplete: result.incomplete.map(short),
      passes: result.passes.length,
      requests: asked.filter((url) => !url.startsWith("file:")),
      sideways: await tab.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      ),
    };
    if (pictures) {
      await tab.screenshot({ path: `${pictures}/${look.name}.png` });
    }
    await context.close();
  }
  await browser.close();
  process.stdout.write(JSON.stringify(found));
})().catch((problem) => {
  process.stderr.write(`${problem.stack}\n`);
  process.exit(1);
});
