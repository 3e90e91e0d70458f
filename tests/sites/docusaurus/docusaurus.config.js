export default {
  title: "Bees", url: "https://example.org", baseUrl: "/", onBrokenLinks: "ignore",
  presets: [["classic", { docs: { routeBasePath: "hives" }, blog: { onUntruncatedBlogPosts: "ignore", onInlineAuthors: "ignore" }, pages: {} }]],
};
