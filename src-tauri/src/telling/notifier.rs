//! The desktop's notifications.

#[cfg(not(target_os = "linux"))]
pub(super) use elsewhere::{who_answers, Notifier};
#[cfg(target_os = "linux")]
pub(super) use linux::{who_answers, Notifier};

/// The service of freedesktop.org, spoken to over the session's bus.
#[cfg(target_os = "linux")]
mod linux {
    use std::collections::HashMap;
    use std::sync::{Arc, Mutex, PoisonError};
    use std::time::Duration;

    use berth_ipc::telling::OpenEvent;
    use serde::de::DeserializeOwned;
    use serde::Serialize;
    use zbus::export::ordered_stream::OrderedStreamExt as _;
    use zbus::zvariant::{DynamicType, Type, Value};
    use zbus::{Connection, MatchRule, MessageStream};

    use crate::telling::Wish;

    const SERVICE: &str = "org.freedesktop.Notifications";
    const PATH: &str = "/org/freedesktop/Notifications";

    /// A service that does not answer by then is none.
    const PATIENCE: Duration = Duration::from_secs(5);

    /// The key of the action that a click on the notification itself means.
    const DEFAULT: &str = "default";

    /// What stands on the screen, by the service's numbers, and what a click on it opens.
    type Standing = Arc<Mutex<HashMap<u32, Wish>>>;

    /// A way to the service.
    pub(crate) struct Notifier {
        connection: Connection,
        standing: Standing,
    }

    impl Notifier {
        /// Reaches the service, or finds that there is none.
        pub(crate) async fn reach(fulfil: impl Fn(Wish) + Send + Sync + 'static) -> Option<Self> {
            let connection = connect().await?;
            if !is_there(&connection).await {
                return None;
            }
            let standing = Standing::default();
            let rule = MatchRule::builder()
                .msg_type(zbus::message::Type::Signal)
                .sender(SERVICE)
                .and_then(|rule| rule.interface(SERVICE))
                .map(zbus::match_rule::Builder::build);
            match MessageStream::for_match_rule(rule.ok()?, &connection, None).await {
                Ok(signals) => drop(tauri::async_runtime::spawn(listen(signals, Arc::clone(&standing), fulfil))),
                Err(error) => tracing::warn!(%error, "a click on a notification will not be heard"),
            }
            Some(Self { connection, standing })
        }

        /// Hands it a notification: its headline, the rest, and what a click on it is called; whether it was taken.
        pub(crate) async fn notify(&self, [title, body, open]: [String; 3], opens: Option<OpenEvent>) -> bool {
            let capabilities: Vec<String> = call(&self.connection, "GetCapabilities", &()).await.unwrap_or_default();
            let has = |capability: &str| capabilities.iter().any(|one| one == capability);
            // SECURITY: where a body is markup, a vendor's words must not become any. A headline never is.
            let body = if has("body-markup") { escaped(&body) } else { body };
            let actions = if has("actions") { vec![DEFAULT, open.as_str()] } else { Vec::new() };
            let hints: HashMap<&str, Value<'_>> =
                HashMap::from([("desktop-entry", Value::from("berth")), ("urgency", Value::from(1_u8))]);
            let what = ("Berth", 0_u32, "berth", title.as_str(), body.as_str(), actions, hints, -1_i32);
            let Some(number) = call::<u32>(&self.connection, "Notify", &what).await else { return false };
            let wish = opens.map_or(Wish::Open, Wish::Show);
            self.standing.lock().unwrap_or_else(PoisonError::into_inner).insert(number, wish);
            true
        }
    }

    /// Hears clicks until the connection ends.
    async fn listen(mut signals: MessageStream, standing: Standing, fulfil: impl Fn(Wish)) {
        while let Some(signal) = signals.next().await {
            let Ok(signal) = signal else { continue };
            let header = signal.header();
            let body = signal.body();
            let known = || standing.lock().unwrap_or_else(PoisonError::into_inner);
            match header.member().map(zbus::names::MemberName::as_str) {
                Some("ActionInvoked") => {
                    let Ok((number, _action)) = body.deserialize::<(u32, &str)>() else { continue };
                    let wish = known().get(&number).cloned();
                    if let Some(wish) = wish {
                        fulfil(wish);
                    }
                }
                Some("NotificationClosed") => {
                    if let Ok((number, _why)) = body.deserialize::<(u32, u32)>() {
                        known().remove(&number);
                    }
                }
                _ => {}
            }
        }
    }

    /// The name of the service that takes notifications here, if any does.
    pub(crate) async fn who_answers() -> Option<String> {
        let connection = connect().await?;
        if !is_there(&connection).await {
            return None;
        }
        // Name, maker, version, version of the specification.
        let (name, ..) = call::<(String, String, String, String)>(&connection, "GetServerInformation", &()).await?;
        Some(berth_core::plain::line(&name, 60))
    }

    async fn connect() -> Option<Connection> {
        let builder = zbus::connection::Builder::session().ok()?.method_timeout(PATIENCE);
        match tokio::time::timeout(PATIENCE, builder.build()).await {
            Ok(Ok(connection)) => Some(connection),
            Ok(Err(error)) => {
                tracing::info!(%error, "there is no session bus");
                None
            }
            Err(_late) => None,
        }
    }

    /// Whether somebody has the service's name, or would be started for it.
    async fn is_there(connection: &Connection) -> bool {
        let bus = zbus::fdo::DBusProxy::new(connection).await;
        let Ok(bus) = bus else { return false };
        let Ok(name) = zbus::names::BusName::try_from(SERVICE) else { return false };
        if bus.name_has_owner(name).await.unwrap_or_default() {
            return true;
        }
        let startable = bus.list_activatable_names().await.unwrap_or_default();
        startable.iter().any(|name| name.as_str() == SERVICE)
    }

    async fn call<A: DeserializeOwned + Type>(
        connection: &Connection,
        method: &str,
        arguments: &(impl Serialize + DynamicType),
    ) -> Option<A> {
        let answered = connection.call_method(Some(SERVICE), PATH, Some(SERVICE), method, arguments).await;
        match answered.and_then(|answer| answer.body().deserialize::<A>()) {
            Ok(answer) => Some(answer),
            Err(error) => {
                tracing::warn!(%error, method, "the notification service did not do it");
                None
            }
        }
    }

    /// Text as the markup of a notification that shows it.
    fn escaped(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn no_text_becomes_markup() {
            assert_eq!(escaped("<b>&amp; \"x\"</b>"), "&lt;b&gt;&amp;amp; \"x\"&lt;/b&gt;");
        }
    }
}

/// What macOS and Windows have. They tell nobody whether it is shown, and a click brings no policy.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unused_async, reason = "on Linux all of it waits for the bus")]
mod elsewhere {
    use berth_ipc::telling::OpenEvent;

    use crate::telling::Wish;

    pub(crate) struct Notifier;

    impl Notifier {
        pub(crate) async fn reach(_fulfil: impl Fn(Wish) + Send + Sync + 'static) -> Option<Self> {
            Some(Self)
        }

        pub(crate) async fn notify(&self, [title, body, _open]: [String; 3], _opens: Option<OpenEvent>) -> bool {
            let shown = tokio::task::spawn_blocking(move || {
                notify_rust::Notification::new().appname("Berth").summary(&title).body(&body).show().map(drop)
            });
            matches!(shown.await, Ok(Ok(())))
        }
    }

    pub(crate) async fn who_answers() -> Option<String> {
        Some(if cfg!(windows) { "Windows" } else { "macOS" }.to_owned())
    }
}
