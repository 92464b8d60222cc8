// Starts the pages, or says why they cannot start.

try {
  await import('./app.js');
} catch (error) {
  const text = document.createElement('div');
  text.className = 'note bad';
  const paragraphs = /lib\/|dynamically imported|module script|Importing/i.test(String(error))
    ? [
        'The pages cannot be shown: their libraries, in management-ui/lib/, are missing.',
        'This distribution was built where there was no npm. Build it again where npm is there (make clean dist), or unpack a released one. ' +
          'The broker itself, and its HTTP API, work without them.',
      ]
    : ['The pages cannot be shown.'];
  for (const paragraph of [...paragraphs, String(error)]) {
    text.append(Object.assign(document.createElement('p'), { textContent: paragraph }));
  }
  document.getElementById('app').replaceChildren(text);
}
