/** The mark of the application: a ripe fruit. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#6a48ab" />
      <path
        d="M16 9.500c-1.200-1.600-3-2-4.600-1.500C8.400 8.900 7 12 7 15.200 7 20.200 10.600 25 14 25c.8 0 1.300-.3 2-.3s1.200.3 2 .3c3.400 0 7-4.800 7-9.800 0-3.200-1.400-6.300-4.400-7.200-1.600-.5-3.400-.1-4.600 1.500z"
        fill="#fff"
      />
      <path
        d="M16 9c0-2.200 1.300-4 3.500-4.500"
        fill="none"
        stroke="#fff"
        strokeWidth="1.800"
        strokeLinecap="round"
      />
    </svg>
  );
}
