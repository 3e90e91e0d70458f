export default function (config) {
  // As https://www.11ty.dev/docs/config-preprocessors/#example-drafts has it.
  config.addPreprocessor("drafts", "*", (data) => (data.draft ? false : undefined));
  return { dir: { input: "content", output: "_site" } };
}
