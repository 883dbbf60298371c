// A sign-in on the page itself: one click per demo person in Development, a small form for everyone else.
(() => {
  "use strict";

  const element = (tag, props = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), props);
    made.append(...children);
    return made;
  };

  const bar = element("section", { id: "sign-in" });
  bar.setAttribute("aria-label", "Sign in");
  bar.style.cssText =
    "max-width:1460px;margin:0 auto;padding:14px 20px;display:flex;flex-wrap:wrap;gap:8px;align-items:center;font-family:sans-serif;font-size:14px";
  const status = element("strong", { textContent: "Not signed in." });
  status.setAttribute("role", "status");
  status.style.cssText = "flex-basis:100%";

  const styled = (button) => {
    button.style.cssText = "padding:6px 12px;border:1px solid #3b6ea5;border-radius:4px;background:#fff;color:#1f4e79;cursor:pointer";
    return button;
  };

  async function signIn(email, password, who) {
    status.textContent = "Signing in…";
    const answer = await fetch("/api/v1/auth/sign-in", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    const body = await answer.json();
    if (!answer.ok) {
      status.textContent = `${answer.status}: ${body.detail}`;
      return;
    }
    window.ui.authActions.authorize({
      bearer: { name: "bearer", schema: { type: "http", scheme: "bearer" }, value: body.accessToken },
    });
    const until = new Date(Date.now() + body.expiresIn * 1000).toLocaleTimeString();
    status.textContent = `Signed in as ${who} until ${until}. Every call below is theirs.`;
  }

  async function draw() {
    const { people, password } = await (await fetch("/swagger/people.json")).json();
    bar.append(status);
    for (const person of people) {
      const button = styled(element("button", { type: "button" }, element("b", { textContent: person.name }), ` · ${person.role}`));
      button.addEventListener("click", () => signIn(person.email, password, `${person.name} (${person.role})`));
      bar.append(button);
    }
    const email = element("input", { type: "email", placeholder: "E-mail", autocomplete: "username" });
    const secret = element("input", { type: "password", placeholder: "Password", autocomplete: "current-password" });
    email.setAttribute("aria-label", "E-mail");
    secret.setAttribute("aria-label", "Password");
    const form = element("form", {}, email, " ", secret, " ", styled(element("button", { textContent: "Sign in" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      signIn(email.value, secret.value, email.value);
    });
    bar.append(form);
    const page = document.querySelector("#swagger-ui");
    page.parentElement.insertBefore(bar, page);
  }

  window.addEventListener("load", draw);
})();
