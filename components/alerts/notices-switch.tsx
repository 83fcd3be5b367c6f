'use client';
import { useEffect, useState } from 'react';
import { type NoticePermission, noticeWords } from '../../lib/view/alert-notices.ts';
import { useNoticesWanted, wantNotices } from '../shell/notices-choice.ts';

/** Asks the browser only when somebody switches it on; says when that is of no use. */
export function NoticesSwitch() {
  const wanted = useNoticesWanted();
  const [permission, setPermission] = useState<NoticePermission>('default');
  useEffect(() => setPermission(permissionNow()), []);
  const on = wanted && permission === 'granted';
  async function turn(): Promise<void> {
    if (on) return wantNotices(false);
    const answer = permissionNow() === 'default' ? await Notification.requestPermission() : permissionNow();
    setPermission(answer);
    wantNotices(answer === 'granted');
  }
  const useless = permission === 'unable' || permission === 'denied';
  const words = noticeWords(permission, on);
  return (
    <span className="al-notices">
      <button
        type="button"
        role="switch"
        aria-checked={on}
        className="al-switch"
        disabled={useless}
        title={
          words === '' ? 'The browser tells of each new cause, also while this tab is out of sight' : words
        }
        onClick={() => void turn()}
      >
        <i aria-hidden="true" />
        Notify in this browser
      </button>
      {useless ? <span role="status">{words}</span> : null}
    </span>
  );
}

/** `Notification` is missing on some phones, and useless where the page is not secure. */
function permissionNow(): NoticePermission {
  if (typeof Notification === 'undefined' || !window.isSecureContext) return 'unable';
  return Notification.permission;
}
