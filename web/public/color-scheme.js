// Runs before the first paint so that a chosen dark theme does not flash white. A file of its own
// because the Content-Security-Policy allows no inline script.
(() => {
  const chosen = localStorage.getItem('ripen-color-scheme') ?? 'auto';
  const isDark =
    chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
})();
