/**
 * The page on which a person signs in with a browser. Its script does what Garmin's does: the answer with the ticket
 * is only to be seen among the browser's requests.
 */
export const mobilePage = (door: 'mobile' | 'portal'): string => `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Garmin SSO Portal</title>
    <script>window.portal = {isCaptchaEnabled:false, platform:"${door}", dcName:"WW"};</script>
  </head>
  <body>
    <p>This is a simulator of Garmin Connect on this machine. Nothing leaves it.</p>
    <form>
      <p id="status" role="status"></p>
      <p><label>E-mail <input name="username" autocomplete="off"></label></p>
      <p><label>Password <input name="password" type="password"></label></p>
      <p><label>Code, once it is asked for <input name="code" autocomplete="off"></label></p>
      <p><button>Sign in</button></p>
    </form>
    <script>
      const form = document.forms[0];
      const query = location.search + '&locale=en-US';
      let method;
      const post = async (path, body) => {
        const answer = await fetch('/${door}/api/' + path + query, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        });
        return answer.json();
      };
      form.addEventListener('submit', async (event) => {
        event.preventDefault();
        const { username, password, code } = Object.fromEntries(new FormData(form));
        const answer = method && code
          ? await post('mfa/verifyCode', { mfaMethod: method, mfaVerificationCode: code, rememberMyBrowser: true, reconsentList: [], mfaSetup: false })
          : await post('login', { username, password, rememberMe: true, captchaToken: '' });
        method = answer.customerMfaInfo?.mfaLastMethodUsed ?? method;
        document.getElementById('status').textContent = answer.responseStatus?.type ?? 'Refused';
      });
    </script>
  </body>
</html>
`;
