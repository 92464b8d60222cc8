// Sets the colours before anything is drawn. Not a module, so that it runs first.
try {
  const theme = JSON.parse(localStorage.getItem('warrenmq.theme'));
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // The system's colours, then.
}
