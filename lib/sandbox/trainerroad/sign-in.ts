import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import * as v from 'valibot';
import { endSession, signInBrowser } from './sessions.ts';
import type { Member } from './state.ts';
import { randomValue, type World } from './world.ts';

const signInBody = v.object({ username: v.string(), password: v.string(), returnUrl: v.nullable(v.string()) });
const formBody = v.object({ Username: v.string(), Password: v.string() });
const antiForgery = '__RequestVerificationToken';

/** The two ways in, the JSON call of the site's own page and the older form, and the way out. */
export function signInRoutes(world: World): Hono {
  const routes = new Hono();
  const { state } = world;

  routes.post('/app/api/login/login', async (c) => {
    const { jsonSignIn } = state.knobs;
    if (jsonSignIn === 'page') return c.html('<html><body>TrainerRoad</body></html>');
    if (jsonSignIn !== 'there') return c.html('<html><body>Not here</body></html>', jsonSignIn);
    const body = v.safeParse(signInBody, await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ message: 'The request is invalid.' }, 400);
    const member = findMember(world, body.output.username, body.output.password);
    if (!member) return c.json({ success: false, redirectUrl: null });
    signInBrowser(c, world, member);
    return c.json({ success: true, redirectUrl: body.output.returnUrl ?? '/app' });
  });

  routes.get('/app/login', (c) => {
    const formToken = randomValue(world);
    const cookieToken = randomValue(world);
    state.forms[formToken] = cookieToken;
    c.header('Set-Cookie', `${antiForgery}=${cookieToken}; Path=/; HttpOnly`, { append: true });
    return c.html(signInForm(formToken, c.req.query('ReturnUrl') ?? '/app'));
  });

  routes.post('/app/login', async (c) => {
    const fields = await c.req.parseBody();
    const formToken = String(fields[antiForgery] ?? '');
    const cookieToken = state.forms[formToken];
    if (cookieToken === undefined || getCookie(c, antiForgery) !== cookieToken) return c.text('Bad request', 400);
    const body = v.safeParse(formBody, fields);
    const member = body.success && findMember(world, body.output.Username, body.output.Password);
    if (!member) return c.html(signInForm(formToken, String(fields.ReturnUrl ?? '/app')));
    delete state.forms[formToken];
    signInBrowser(c, world, member);
    return c.redirect(String(fields.ReturnUrl || '/app'));
  });

  routes.get('/app/logout', (c) => {
    endSession(c, world);
    return c.redirect('/');
  });

  return routes;
}

function findMember({ state }: World, name: string, password: string): Member | undefined {
  const lower = name.toLowerCase();
  return Object.values(state.members).find(
    (member) =>
      [member.username, member.email].some((own) => own.toLowerCase() === lower) && member.password === password,
  );
}

const signInForm = (token: string, returnUrl: string) => html`<!doctype html>
  <html lang="en">
    <head><title>Sign in: TrainerRoad simulator</title></head>
    <body>
      <form method="post" action="/app/login">
        <input name="${antiForgery}" type="hidden" value="${token}" />
        <input id="ReturnUrl" name="ReturnUrl" type="hidden" value="${returnUrl}" />
        <label>Name or e-mail <input name="Username" /></label>
        <label>Password <input name="Password" type="password" /></label>
        <button>Sign in</button>
      </form>
    </body>
  </html>`;
