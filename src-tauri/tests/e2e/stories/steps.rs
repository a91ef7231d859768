//! What a person does in more than one story, and how they read what they see.

use anyhow::{ensure, Context as _, Result};
use serde_json::{json, Value};

use crate::{
    page::{Element, Page},
    sandbox::Vendors,
};

/// An account as a person types it into the form.
pub(crate) struct NewAccount<'a> {
    pub(crate) name: &'a str,
    pub(crate) credentials: Credentials<'a>,
    pub(crate) endpoint: &'a str,
}

/// What it proves itself with, which also tells whose it is.
#[derive(Clone, Copy)]
pub(crate) enum Credentials<'a> {
    CloudidrPassword { user: &'a str, password: &'a str },
    CloudidrToken(&'a str),
    GcoreToken(&'a str),
}

impl Credentials<'_> {
    pub(crate) fn secret(&self) -> &str {
        match self {
            Self::CloudidrPassword { password: secret, .. }
            | Self::CloudidrToken(secret)
            | Self::GcoreToken(secret) => secret,
        }
    }
}

/// A window as a person types it into the form: the eleven fields but for the days, which the form proposes.
pub(crate) struct Wish<'a> {
    pub(crate) name: &'a str,
    pub(crate) machine: &'a str,
    pub(crate) quantity: &'a str,
    pub(crate) zone: &'a str,
    pub(crate) offset: &'a str,
    pub(crate) start: &'a str,
    pub(crate) end: &'a str,
    /// Days from the first to the last.
    pub(crate) days: u32,
}

/// What the vendor's printed sample asks for, on other days: 71.25 hours of two machines.
pub(crate) const SAMPLE: Wish<'static> = Wish {
    name: "Volod test policy",
    machine: "c5.large",
    quantity: "2",
    zone: "usw2-az1",
    offset: "UTC−08:00",
    start: "00:00",
    end: "23:15",
    days: 2,
};

impl Page<'_> {
    // Reading

    /// The words of an element, one space between two of them, whatever the layout puts there.
    pub(crate) fn read(&self, element: &Element) -> Result<String> {
        Ok(self.text_of(element)?.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Waits until the wall has cards.
    pub(crate) fn wait_for_desk(&self) -> Result<()> {
        self.wait_until("a wall of cards", || Ok(!self.find_all("article")?.is_empty()))?;
        self.wait_until("the wall to be at rest", || Ok(self.find_all(".wall__room[aria-busy]")?.is_empty()))
    }

    /// The card of this name: a policy's on the wall, an account's in its view.
    pub(crate) fn card(&self, name: &str) -> Result<Element> {
        self.wait_for(&format!("a card named “{name}”"), || self.element(CARD, &[json!(name)]))
    }

    /// What stands on the card of this name.
    pub(crate) fn read_card(&self, name: &str) -> Result<String> {
        self.read(&self.card(name)?)
    }

    /// Waits until the card of this name says all of these words.
    pub(crate) fn wait_for_card(&self, name: &str, words: &[&str]) -> Result<()> {
        self.wait_until(&format!("the card “{name}” to say {words:?}"), || {
            let text = self.read_card(name)?;
            Ok(words.iter().all(|word| text.contains(word)))
        })
    }

    /// The names of all cards, in their order.
    pub(crate) fn card_names(&self) -> Result<Vec<String>> {
        self.wait_until("the wall to be at rest", || Ok(self.find_all(".wall__room[aria-busy]")?.is_empty()))?;
        Ok(serde_json::from_value(self.execute(CARD_NAMES, &[])?)?)
    }

    /// The dialog that is open; the upper one where there are two.
    pub(crate) fn dialog(&self) -> Result<Element> {
        self.wait_for("an open dialog", || {
            self.element("return [...document.querySelectorAll('dialog:modal')].at(-1)", &[])
        })
    }

    /// What stands in the open dialog.
    pub(crate) fn read_dialog(&self) -> Result<String> {
        self.read(&self.dialog()?)
    }

    /// Waits until the open dialog says all of these words, and returns everything that it says.
    pub(crate) fn wait_for_dialog(&self, words: &[&str]) -> Result<String> {
        self.wait_for(&format!("a dialog that says {words:?}"), || {
            let text = self.read_dialog()?;
            Ok(words.iter().all(|word| text.contains(word)).then_some(text))
        })
    }

    /// Waits until no dialog is open.
    pub(crate) fn wait_for_no_dialog(&self) -> Result<()> {
        self.wait_until("the dialog to be gone", || {
            Ok(self.execute("return document.querySelector('dialog:modal')", &[])? == Value::Null)
        })
    }

    /// Waits until the details say these words in this order. They slide in before all that belongs in them has come.
    pub(crate) fn wait_for_details(&self, words: &[&str]) -> Result<()> {
        self.wait_until(
            &format!("details that say {words:?}"),
            || Ok(ensure_says(&self.read_details()?, words).is_ok()),
        )
    }

    /// The details that are slid over the wall.
    pub(crate) fn read_details(&self) -> Result<String> {
        self.read(&self.find("aside[aria-labelledby]")?)
    }

    /// Waits until the keyboard is at what has this name.
    pub(crate) fn wait_for_focus(&self, name: &str) -> Result<()> {
        self.wait_until(&format!("the focus on “{name}”"), || {
            let focused = self.focused()?;
            ensure!(focused.1 == name, "it is on {focused:?}");
            Ok(true)
        })
    }

    // Doing

    /// Opens the palette by its keys.
    pub(crate) fn open_palette(&self) -> Result<()> {
        self.press(&["Control+k"])?;
        self.wait_until("the palette", || Ok(self.focused()?.0 == "combobox"))
    }

    /// Presses the button that spends or destroys, once it has woken.
    pub(crate) fn decide(&self, name: &str) -> Result<()> {
        let button = self.by_role("button", name)?;
        self.wait_until(&format!("“{name}” to wake"), || Ok(self.attribute(&button, "aria-disabled")?.is_null()))?;
        self.click(&button)
    }

    /// Presses Tab until the keyboard is at the control of this role and name; on the wall, where Tab leads to one card
    /// only, the arrow key until it is at the card that has it.
    pub(crate) fn tab_to(&self, role: &str, name: &str) -> Result<()> {
        const FAR_ENOUGH: usize = 120;
        let wanted = (role.to_owned(), name.to_owned());
        for _ in 0..FAR_ENOUGH {
            if self.focused()? == wanted {
                return Ok(());
            }
            let step = if self.execute(AT_ANOTHER_CARD, &[json!(name)])? == true { "ArrowRight" } else { "Tab" };
            self.press(&[step])?;
        }
        anyhow::bail!("{FAR_ENOUGH} presses of Tab did not reach the {role} “{name}”; last was {:?}", self.focused()?)
    }

    /// Opens the form for a new account and fills it in.
    pub(crate) fn fill_connection(&self, account: &NewAccount<'_>) -> Result<()> {
        self.click_button("Accounts")?;
        self.click_button("Connect an account")?;
        self.wait_for_dialog(&["It starts in safe mode"])?;
        self.fill(&self.field("Name")?, account.name)?;
        self.fill_credentials(account.credentials)?;
        self.click(&self.by_text("Advanced: test endpoint")?)?;
        self.fill(&self.field("Test endpoint")?, account.endpoint)
    }

    /// Chooses vendor and way of signing in, where they can be chosen, and types the credentials.
    pub(crate) fn fill_credentials(&self, credentials: Credentials<'_>) -> Result<()> {
        match credentials {
            Credentials::CloudidrPassword { user, password } => {
                self.fill(&self.field("User name or e-mail address")?, user)?;
                self.fill(&self.field("Password")?, password)
            }
            Credentials::CloudidrToken(token) => {
                self.click(&self.by_text("A token")?)?;
                self.fill(&self.field("Token")?, token)
            }
            Credentials::GcoreToken(token) => {
                if !self.read_dialog()?.contains("API token") {
                    self.click(&self.by_text("Gcore Cloud")?)?;
                }
                self.fill(&self.field("API token")?, token)
            }
        }
    }

    /// Connects an account to a stand-in of the story's and puts the answer away.
    pub(crate) fn connect(&self, name: &str, credentials: Credentials<'_>, vendors: &Vendors) -> Result<()> {
        self.fill_connection(&NewAccount { name, credentials, endpoint: &vendors.url() })?;
        self.click_button("Connect")?;
        self.wait_for_dialog(&[&format!("{name} is connected"), "Price something"])?;
        self.click_button("Done")?;
        self.wait_for_no_dialog()
    }

    /// Presses the switch of an account's safe mode.
    pub(crate) fn switch_safe_mode(&self, account: &str) -> Result<()> {
        self.click_button("Accounts")?;
        self.card(account)?;
        self.click(&self.wait_for("the switch", || self.element(SWITCH, &[json!(account)]))?)
    }

    /// Lets an account spend.
    pub(crate) fn turn_safe_mode_off(&self, account: &str) -> Result<()> {
        self.switch_safe_mode(account)?;
        self.wait_for_dialog(&[&format!("Let {account} spend?")])?;
        self.decide("Turn safe mode off")?;
        self.wait_for_no_dialog()
    }

    /// Fills in the form for a window.
    pub(crate) fn fill_wish(&self, wish: &Wish<'_>) -> Result<()> {
        self.click_button("Price")?;
        let first = self.property(&self.field("Start date")?, "value")?;
        let last = self.execute(DAYS_LATER, &[first, json!(wish.days)])?;
        let fields = [
            ("Instance type", wish.machine),
            ("Count", wish.quantity),
            ("Zone id", wish.zone),
            ("AWS account number", "014876987943"),
            ("Policy name", wish.name),
        ];
        for (field, value) in fields {
            self.fill(&self.field(field)?, value)?;
        }
        self.fill_date("End date", last.as_str().unwrap_or_default())?;
        self.choose(&self.field("Start time")?, wish.start)?;
        self.choose(&self.field("End time")?, wish.end)?;
        self.choose(&self.field("On the clock of")?, wish.offset)
    }

    /// Types a date (`2026-01-10`) the way a field for dates takes it under the stories' locale: month, day, year.
    pub(crate) fn fill_date(&self, field: &str, date: &str) -> Result<()> {
        let field = self.field(field)?;
        let parts: Vec<_> = date.split('-').cycle().skip(1).take(3).collect();
        self.type_into(&field, &parts.join("-"))?;
        self.wait_until(&format!("the date {date}"), || Ok(self.property(&field, "value")? == date))
    }

    /// Asks for the price of a window.
    pub(crate) fn ask_for(&self, wish: &Wish<'_>) -> Result<()> {
        self.fill_wish(wish)?;
        self.click_button("Ask for a price")
    }

    /// What a script finds, if anything.
    pub(crate) fn element(&self, script: &str, arguments: &[Value]) -> Result<Option<Element>> {
        let found = self.execute(script, arguments)?;
        if found.is_null() {
            return Ok(None);
        }
        Ok(Some(Element::from_json(&found)?))
    }
}

/// Fails unless the text says all of these words, in this order.
pub(crate) fn ensure_says(text: &str, words: &[&str]) -> Result<()> {
    let mut rest = text;
    for word in words {
        let at = rest.find(word).with_context(|| format!("“{word}” is missing, or stands too early, in:\n{text}"))?;
        rest = &rest[at + word.len()..];
    }
    Ok(())
}

/// Fails if the text says any of these words.
pub(crate) fn ensure_silent(text: &str, words: &[&str]) -> Result<()> {
    for word in words {
        ensure!(!text.contains(word), "“{word}” stands in:\n{text}");
    }
    Ok(())
}

const CARD: &str = "
    return [...document.querySelectorAll('article')].find((card) =>
        card.checkVisibility() && card.querySelector('h2,h3')?.innerText.replace(/[\\u0301\\u02c9\\u27e6\\u27e7]/g, '').trim() === arguments[0]) ?? null;
";

const SWITCH: &str = "
    return [...document.querySelectorAll('article')].find((card) =>
        card.querySelector('h2')?.innerText.replace(/[\\u0301\\u02c9\\u27e6\\u27e7]/g, '').trim() === arguments[0])?.querySelector('[role=switch]') ?? null;
";

const DAYS_LATER: &str = "
    const [day, days] = arguments;
    return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
";

/// Whether the keyboard is at a card of the wall, and what is looked for is at another.
const AT_ANOTHER_CARD: &str = "
    const called = (button) => (button.getAttribute('aria-label') ?? button.textContent)
        .replace(/[\\u2066-\\u2069]/g, '').trim() === arguments[0];
    const at = document.activeElement?.closest('[data-place]');
    const wanted = [...document.querySelectorAll('[data-place] button')].find(called)?.closest('[data-place]');
    return Boolean(at && wanted && at !== wanted);
";
const CARD_NAMES: &str = "
    return [...document.querySelectorAll('article')]
        .filter((card) => card.checkVisibility())
        .map((card) => card.querySelector('h3')?.innerText.trim() ?? '');
";
