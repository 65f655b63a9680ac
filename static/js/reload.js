// Loading the page again, without ever showing the browser's own error.

/** Load the page again only if the server has one to give. */
export async function reload() {
  try {
    const page = await fetch(location.href, { cache: "reload" });
    if (page.ok) location.reload();
  } catch {
    // out of reach: whoever asks will ask again
  }
}
