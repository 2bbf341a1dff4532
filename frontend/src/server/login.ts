// The state of a login in progress, in one sealed cookie per attempt so that two tabs do not collide.
import type { LoginState } from "./oidc";
import { seal, unseal } from "./seal";
import type { Settings } from "./settings";

export const LOGIN_SECONDS = 1800;
const PURPOSE = "login";

export const loginCookie = (state: string): string => `isotherm_login_${state.slice(0, 12)}`;

export const sealLogin = (login: LoginState, where: Pick<Settings, "sessionSecret">): string =>
  seal(login, where.sessionSecret, PURPOSE);

export function openLogin(
  sealed: string | null,
  state: string | null,
  where: Pick<Settings, "sessionSecret">,
): LoginState | null {
  const opened = unseal(sealed ?? "", where.sessionSecret, PURPOSE) as Partial<LoginState> | null;
  if (!opened?.state || opened.state !== state || !opened.nonce || !opened.verifier) return null;
  return {
    state: opened.state,
    nonce: opened.nonce,
    verifier: opened.verifier,
    returnTo: opened.returnTo ?? "/",
  };
}
