export default {
  title: "Bees", url: "https://example.org", baseUrl: "/", onBrokenLinks: "ignore",
  presets: [["classic", { docs: {}, blog: { onUntruncatedBlogPosts: "ignore", onInlineAuthors: "ignore" }, pages: {} }]],
};
