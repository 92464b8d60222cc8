// What the example pages share. The pages come from the broker's management port, which carries every protocol's
// WebSockets too, so the broker is where the page is.

export const brokerUrl = `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/ws`;

/** Shows the state of the connection: disconnected, connecting or connected. */
export function showState(state) {
  document.body.dataset.state = state;
  document.getElementById('status').textContent = state;
  document.querySelector('#login button').disabled = state !== 'disconnected';
}

/** Shows what went wrong; an empty text takes it away. */
export function showError(text) {
  const error = document.getElementById('error');
  error.textContent = text;
  error.hidden = text === '';
}

/** Calls back with what the form of the login has, each time that the user sends it. */
export function onLogin(callback) {
  document.getElementById('login').addEventListener('submit', (event) => {
    event.preventDefault();
    showError('');
    callback(Object.fromEntries(new FormData(event.target)));
  });
}

/** Shows either the form of the login, or what it leads to. */
export function showLogin(isShown) {
  document.getElementById('login').hidden = !isShown;
  document.querySelector('main').hidden = isShown;
}

/** An element with a text, which stays text whatever stands in it. */
export function element(name, text = '', className = '') {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

/** Says so when the distribution was built without a library. */
export function requireLibrary(name, file) {
  if (!(name in window)) {
    showError(`lib/${file} is not there: this distribution was built where there was no npm.`);
    throw new Error(`no lib/${file}`);
  }
}
