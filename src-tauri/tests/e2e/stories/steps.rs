//! What a person does in more than one story, and how they read what they see.

use anyhow::{ensure, Context as _, Result};
use serde_json::{json, Value};

use crate::page::{Element, Page};

impl Page<'_> {
    // Reading

    /// The words of an element, one space between two of them, whatever the layout puts there.
    pub(crate) fn read(&self, element: &Element) -> Result<String> {
        Ok(self.text_of(element)?.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Waits until the wall has cards.
    pub(crate) fn wait_for_desk(&self) -> Result<()> {
        self.wait_until("a wall of cards", || Ok(!self.find_all("article")?.is_empty()))
    }

    /// The card of this name.
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
        Ok(serde_json::from_value(self.execute(CARD_NAMES, &[])?)?)
    }

    /// The dialog that is open.
    pub(crate) fn dialog(&self) -> Result<Element> {
        self.wait_for("an open dialog", || self.element("return document.querySelector('dialog:modal')", &[]))
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

    /// The details that are slid over the wall.
    pub(crate) fn read_details(&self) -> Result<String> {
        self.read(&self.find("aside[aria-labelledby]")?)
    }

    // Doing

    /// Presses the button that spends or destroys, once it has woken.
    pub(crate) fn decide(&self, name: &str) -> Result<()> {
        let button = self.by_role("button", name)?;
        self.wait_until(&format!("“{name}” to wake"), || Ok(self.attribute(&button, "aria-disabled")?.is_null()))?;
        self.click(&button)
    }

    /// Presses Tab until the keyboard is at the control of this role and name.
    pub(crate) fn tab_to(&self, role: &str, name: &str) -> Result<()> {
        const FAR_ENOUGH: usize = 120;
        let wanted = (role.to_owned(), name.to_owned());
        for _ in 0..FAR_ENOUGH {
            if self.focused()? == wanted {
                return Ok(());
            }
            self.press(&["Tab"])?;
        }
        anyhow::bail!("{FAR_ENOUGH} presses of Tab did not reach the {role} “{name}”; last was {:?}", self.focused()?)
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
        card.checkVisibility() && card.querySelector('h3')?.innerText.trim() === arguments[0]) ?? null;
";

const CARD_NAMES: &str = "
    return [...document.querySelectorAll('article')]
        .filter((card) => card.checkVisibility())
        .map((card) => card.querySelector('h3')?.innerText.trim() ?? '');
";
