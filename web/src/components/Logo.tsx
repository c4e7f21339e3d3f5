/** The mark of the application: a ripe plum with its seam and leaf. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#6a48ab" />
      <circle cx="15.5" cy="18.5" r="8" fill="#fff" />
      <path
        d="M17.5 11c-3.6 3.6-3.6 9.8 1 14"
        fill="none"
        stroke="#6a48ab"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
      <path d="M17.2 10.400c.2-3.4 2.6-5.4 6.3-5.4.2 3.6-2.3 5.8-6.3 5.400z" fill="#d6caed" />
    </svg>
  );
}
