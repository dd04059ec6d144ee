/* Has the browser swap a one-time ticket for its cookie, or give the cookie back.
 * A page can't set an HttpOnly cookie; a route can. Draws nothing. */
const done = new Set();

export default function ({ data }) {
  if (!data || done.has(data.nonce)) return;
  done.add(data.nonce);
  const ask = {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(data.ticket ? { ticket: data.ticket } : {}),
  };
  fetch(data.url, ask)
    .then((answer) => {
      if (!answer.ok) console.warn("tingxin: the sign-in will not outlive this tab", answer.status);
    })
    .catch(() => console.warn("tingxin: the sign-in will not outlive this tab"));
}
