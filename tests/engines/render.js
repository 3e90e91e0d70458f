// Renders the Nunjucks head for pages that come as JSON on stdin: {folder, seokit, pages} → list of texts.
// Dates are Dates, as Eleventy has them; addresses are in `page`, the rest are variables.
const fs = require("fs");
const nunjucks = require("nunjucks");

const { folder, seokit, pages } = JSON.parse(fs.readFileSync(0, "utf-8"));
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(folder), { autoescape: true });
const rendered = pages.map((data) => {
  const variables = { ...data, seokit, page: { url: data.url } };
  for (const key of ["date", "lastmod"]) if (data[key]) variables[key] = new Date(data[key]);
  return environment.renderString('<head>{% include "head.njk" %}</head>', variables);
});
process.stdout.write(JSON.stringify(rendered));
