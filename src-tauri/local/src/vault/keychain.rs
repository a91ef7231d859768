//! The keychain as one thread sees it: a store of ours, one item an account, and what its failures mean.
//!
//! The `keyring` crate builds its store once for the life of the process and remembers a failure for ever: a session bus
//! that comes up a second too late would never be found. Berth therefore builds the store itself, drops it when it
//! fails, and builds the next one when it is asked again; `keyring`'s entries work over it all the same.

use std::sync::Arc;

use berth_core::ports::VaultError;
use berth_core::secret::Secret;
use keyring::{Entry, Error};
use keyring_core::CredentialStore;
use zeroize::Zeroize;

/// Builds a store from scratch.
pub type OpenStore = dyn Fn() -> keyring::Result<Arc<CredentialStore>> + Send + Sync;

/// Which item of the keychain: one an account.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The attribute `username`: the account's id.
    pub(super) user: String,
    /// What keychain programs show to people.
    pub(super) label: String,
}

/// The keychain, on the one thread that may touch it.
pub(super) struct Keychain {
    service: String,
    open: Arc<OpenStore>,
    store: Option<Arc<CredentialStore>>,
}

impl Keychain {
    pub(super) fn new(service: String, open: Arc<OpenStore>) -> Self {
        Self { service, open, store: None }
    }

    /// Stores a secret and reads it back. `wanted` is asked at the end whether anybody still waits for it: a secret that
    /// nobody was told is kept is not left behind under an id that nobody knows.
    pub(super) fn store(&mut self, item: &Item, secret: &Secret, wanted: impl Fn() -> bool) -> Result<(), VaultError> {
        let fresh = match self.get(item) {
            Ok(found) => found.is_none(),
            // What lies there cannot be read, so there is nothing to lose by writing over it.
            Err(Error::BadEncoding(_)) => false,
            Err(error) => return Err(explain(&error)),
        };
        // EXPOSE: into the keychain, which is where it belongs.
        self.with_entry(item, |entry| entry.set_password(secret.expose())).map_err(|error| explain(&error))?;
        let kept = self.get(item).map_err(|error| explain(&error))?;
        let same = kept.is_some_and(|kept| equal(&kept, secret));
        if fresh && !(same && wanted()) {
            self.remove(item)?;
        }
        if !same {
            return Err(VaultError::Unreliable("it did not give back what was stored".into()));
        }
        if !fresh {
            self.relabel(item);
        }
        Ok(())
    }

    pub(super) fn read(&mut self, item: &Item) -> Result<Option<Secret>, VaultError> {
        self.get(item).map_err(|error| explain(&error))
    }

    /// Removes an account's item, and every other that answers to the same name: to forget is to leave none.
    pub(super) fn remove(&mut self, item: &Item) -> Result<bool, VaultError> {
        match self.with_entry(item, Entry::delete_credential) {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(Error::Ambiguous(entries)) => {
                entries.iter().try_for_each(keyring_core::Entry::delete_credential).map_err(|error| explain(&error))?;
                Ok(true)
            }
            Err(error) => Err(explain(&error)),
        }
    }

    fn get(&mut self, item: &Item) -> Result<Option<Secret>, Error> {
        let bytes = match self.with_entry(item, Entry::get_secret) {
            Ok(bytes) => bytes,
            Err(Error::NoEntry) => return Ok(None),
            Err(error) => return Err(error),
        };
        // SECURITY: what is not a secret of ours is wiped, not carried along inside an error.
        let text = String::from_utf8(bytes).map_err(|error| {
            error.into_bytes().zeroize();
            Error::BadEncoding(Vec::new())
        })?;
        Secret::parse(text).map(Some).map_err(|_| Error::BadEncoding(Vec::new()))
    }

    /// Does something with an item's entry. A store that was in use before and fails is built anew and asked once more:
    /// the service may have been restarted meanwhile. Asking twice is harmless, for every call here may be repeated.
    fn with_entry<R>(&mut self, item: &Item, ask: impl Fn(&Entry) -> keyring::Result<R>) -> keyring::Result<R> {
        let used_before = self.store.is_some();
        let first = self.entry(item).and_then(|entry| ask(&entry));
        match first {
            Err(error) if broken(&error) => {
                self.store = None;
                if !used_before {
                    return Err(error);
                }
                let second = self.entry(item).and_then(|entry| ask(&entry));
                if second.as_ref().is_err_and(broken) {
                    self.store = None;
                }
                second
            }
            other => other,
        }
    }

    fn entry(&mut self, item: &Item) -> keyring::Result<Entry> {
        let store = match &self.store {
            Some(store) => Arc::clone(store),
            None => Arc::clone(self.store.insert((self.open)()?)),
        };
        Ok(Entry { inner: build(&*store, &self.service, item)? })
    }

    /// Gives an item that was there already the account's present name. The name is for people; if it cannot be changed,
    /// nothing is lost.
    #[cfg(all(unix, not(target_os = "macos")))]
    fn relabel(&mut self, item: &Item) {
        use zbus_secret_service_keyring_store::cred::Specifier;

        let renamed = self.with_entry(item, |entry| match entry.inner.as_any().downcast_ref::<Specifier>() {
            Some(specifier) => specifier.set_label(&item.label),
            None => Ok(()),
        });
        if let Err(error) = renamed {
            tracing::warn!(%error, "the keychain item kept its old label");
        }
    }

    /// The other keychains name their items by service and user.
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    #[expect(clippy::unused_self, reason = "the signature is that of the Secret Service")]
    fn relabel(&mut self, _: &Item) {}
}

/// The store of this operating system.
pub(super) fn platform_store() -> keyring::Result<Arc<CredentialStore>> {
    #[cfg(target_os = "macos")]
    let store = apple_native_keyring_store::keychain::Store::new()?;
    #[cfg(windows)]
    let store = windows_native_keyring_store::Store::new()?;
    #[cfg(all(unix, not(target_os = "macos")))]
    let store = zbus_secret_service_keyring_store::Store::new()?;
    Ok(store)
}

#[cfg(all(unix, not(target_os = "macos")))]
fn build(store: &CredentialStore, service: &str, item: &Item) -> keyring::Result<keyring_core::Entry> {
    store.build(service, &item.user, Some(&std::collections::HashMap::from([("label", item.label.as_str())])))
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn build(store: &CredentialStore, service: &str, item: &Item) -> keyring::Result<keyring_core::Entry> {
    store.build(service, &item.user, None)
}

/// Compares in a time that does not tell how far two secrets agree.
fn equal(one: &Secret, other: &Secret) -> bool {
    // EXPOSE: to compare what was read back with what was stored.
    let (one, other) = (one.expose().as_bytes(), other.expose().as_bytes());
    one.len() == other.len() && one.iter().zip(other).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

/// Whether the store itself may be at fault, so that a new one may do better. A question that the user waved away is not
/// asked again.
fn broken(error: &Error) -> bool {
    match error {
        Error::PlatformFailure(_) | Error::NoStorageAccess(_) => {
            !matches!(explain(error), VaultError::Locked(_) | VaultError::Denied(_))
        }
        _ => false,
    }
}

/// Turns a failure into one of the four ways a keychain fails, or into distrust.
///
/// The Secret Service speaks through D-Bus error names and the words of its client library, macOS and Windows through
/// numbers; all of them arrive as text. Words that are not known are taken for a keychain that is missing, whose remedy
/// (look whether one runs, or keep the secret until Berth quits) is right for most of them.
pub(super) fn explain(error: &Error) -> VaultError {
    match error {
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => {
            let words = cause.to_string();
            let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
            if has(&LOCKED) {
                VaultError::Locked(words)
            } else if has(&DENIED) {
                VaultError::Denied(words)
            } else if has(&NO_REPLY) {
                VaultError::TimedOut
            } else {
                VaultError::Missing(words)
            }
        }
        Error::NoDefaultStore => VaultError::Missing("no store".into()),
        Error::NoEntry => VaultError::Unreliable("the item vanished".into()),
        // SECURITY: said in words of ours, because these variants carry bytes that may be a secret.
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            VaultError::Unreliable("the item is not a secret that Berth stored".into())
        }
        Error::Ambiguous(entries) => VaultError::Unreliable(format!("{} items answer to one name", entries.len())),
        Error::BadStoreFormat(_) | Error::TooLong(..) | Error::Invalid(..) | Error::NotSupportedByStore(_) => {
            VaultError::Unreliable(error.to_string())
        }
        _ => VaultError::Unreliable("a failure of a new kind".into()),
    }
}

/// A locked collection, an unlock question that was dismissed or could not be shown; on macOS a question that may not be
/// asked now.
const LOCKED: [&str; 6] = [
    "object locked",
    "prompt dismissed",
    "before prompt completed",
    "org.freedesktop.Secret.Error.IsLocked",
    "User interaction is not allowed",
    "-25315",
];

/// The bus, the service or the user said no; macOS: wrong password, cancelled by the user, no permission to write;
/// Windows: error 5, access denied.
const DENIED: [&str; 8] = [
    "org.freedesktop.DBus.Error.AccessDenied",
    "org.freedesktop.DBus.Error.AuthFailed",
    "Permission denied",
    "user name or passphrase you entered is not correct",
    "User canceled",
    "Write permissions error",
    "Access is denied",
    "Windows error code 5",
];

/// The bus waited for the service and gave up.
const NO_REPLY: [&str; 2] = ["org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.TimedOut"];

#[cfg(test)]
mod tests {
    use super::*;

    fn platform(words: &str) -> VaultError {
        explain(&Error::PlatformFailure(words.into()))
    }

    fn access(words: &str) -> VaultError {
        explain(&Error::NoStorageAccess(words.into()))
    }

    #[test]
    fn no_service_no_bus_and_no_default_collection_are_a_missing_keychain() {
        for words in [
            "zbus error: org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.secrets was not provided by any .service files",
            "no secret service provider or dbus session found",
            "zbus error: I/O error: Connection refused (os error 111)",
        ] {
            assert_eq!(platform(words), VaultError::Missing(words.into()));
        }
        let words = "SS error: result not returned from SS API";
        assert_eq!(access(words), VaultError::Missing(words.into()));
        assert!(matches!(explain(&Error::NoDefaultStore), VaultError::Missing(_)));
    }

    #[test]
    fn a_lock_and_a_dismissed_question_are_a_locked_keychain() {
        for words in ["SS Error: object locked", "SS error: prompt dismissed"] {
            assert_eq!(access(words), VaultError::Locked(words.into()));
            assert_eq!(platform(words), VaultError::Locked(words.into()));
        }
    }

    #[test]
    fn a_refusal_is_a_denied_keychain() {
        let words = "zbus error: org.freedesktop.DBus.Error.AccessDenied: not for you";
        assert_eq!(platform(words), VaultError::Denied(words.into()));
    }

    #[test]
    fn a_service_that_does_not_reply_has_timed_out() {
        assert_eq!(platform("zbus error: org.freedesktop.DBus.Error.NoReply: no reply"), VaultError::TimedOut);
    }

    #[test]
    fn an_error_never_carries_the_bytes_it_came_with() {
        let words = explain(&Error::BadEncoding(b"hunter2".to_vec())).to_string();
        assert!(!words.contains("hunter2") && !words.contains("104"), "{words}");
    }

    #[test]
    fn secrets_are_equal_only_when_every_byte_is() {
        let secret = |text: &str| Secret::parse(text.into()).unwrap();
        assert!(equal(&secret("1234$abc"), &secret("1234$abc")));
        assert!(!equal(&secret("1234$abc"), &secret("1234$abd")));
        assert!(!equal(&secret("1234$abc"), &secret("1234$ab")));
    }
}
