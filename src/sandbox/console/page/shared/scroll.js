/** Closer to the end than this counts as reading along. */
const NEAR_END_PX = 120;

/** Keeps a list at its newest message while the person reads there, also when pictures arrive late. */
export function followEnd(scroller, content) {
  let isFollowing = true;
  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
  };
  scroller.addEventListener("scroll", () => {
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    isFollowing = left < NEAR_END_PX;
  });
  const observer = new ResizeObserver(() => {
    if (isFollowing) toEnd();
  });
  observer.observe(content);
  observer.observe(scroller);
  return {
    jump() {
      isFollowing = true;
      toEnd();
    },
  };
}
