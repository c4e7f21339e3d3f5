import {
  IconCheckbox,
  IconMail,
  IconNote,
  IconPhone,
  IconPresentation,
  IconUsers,
} from '@tabler/icons-react';

export const kinds = [
  { id: 'note', label: 'Note', icon: IconNote },
  { id: 'call', label: 'Call', icon: IconPhone },
  { id: 'meeting', label: 'Meeting', icon: IconUsers },
  { id: 'email', label: 'E-mail', icon: IconMail },
  { id: 'check_in', label: 'Check-in', icon: IconCheckbox },
  { id: 'business_review', label: 'Business review', icon: IconPresentation },
] as const;

export const directions = [
  { value: 'two_way', label: 'Both of us' },
  { value: 'inbound', label: 'The customer came to us' },
  { value: 'outbound', label: 'We went to them, no answer yet' },
];

export const moods = [
  { value: -2, label: 'Very unhappy', face: '−−' },
  { value: -1, label: 'Unhappy', face: '−' },
  { value: 0, label: 'Neutral', face: '0' },
  { value: 1, label: 'Happy', face: '+' },
  { value: 2, label: 'Very happy', face: '++' },
] as const;
