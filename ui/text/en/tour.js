// The words of the tour of the first start.

export const enTour = {
  offer: "New here? Three short notes",
  decline: "No tour",
  /** @param {number} at @param {number} of */
  count: (at, of) => `${at} of ${of}`,
  next: "Next",
  before: "Back",
  end: "End tour",
  done: "Done",
  steps: [
    {
      title: "A card is one policy",
      text: "Its clock tells what happens next, such as how long it is still free to cancel. What can be done with it stands below; nothing is bought or cancelled without a review.",
    },
    {
      title: "Price a window, and buy it here",
      text: "Ask the sandbox for a price, look through the review and buy: it answers as the vendors do, and costs nothing.",
    },
    {
      title: "Then connect an account of yours",
      text: "It begins in safe mode: it can look and price, and cannot spend until you let it. Its credentials stay in this machine’s keychain.",
    },
  ],
};
