//! The network between Berth and the vendor, and what it does to a request.
//!
//! A request that has left is a flight of its own: it lands when chance lets it, also after the client has given up on
//! it, and also after the process that sent it is dead.

use async_trait::async_trait;
use berth_core::account::Origin;
use berth_core::attempt::{AttemptId, Operation, RawAnswer};
use berth_core::draft::Order;
use berth_core::launch::{Launch, Renewal};
use berth_core::policy::{Policy, PolicyId};
use berth_core::ports::{
    Access, Capacity, Doubt, NotSent, Outcome, Refusal, RefusalKind, Reserved, Sentence, Session, Wanted,
};
use berth_core::secret::Secret;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use crate::coverage::Situation;
use crate::executor::step_back;
use crate::invariants;
use crate::vendor::Reply;
use crate::world::{Machine, World};

/// What becomes of a request. The order is that of how far it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    /// No connection: nothing leaves.
    Unreachable,
    /// It leaves and is lost before anybody reads it.
    Lost,
    /// It arrives after the client has given up on it.
    Late,
    /// 401.
    Unauthorized,
    /// A 4xx of the vendor's own making.
    Refused,
    /// 429.
    RateLimited,
    /// 5xx, and nothing was done.
    FailedBefore,
    /// 5xx, and it was done.
    FailedAfter,
    /// Done, and the answer is lost.
    AnswerLost,
    /// Done, and the 200 cannot be read.
    Unreadable,
    /// A 200 about another policy, and nothing was done.
    AnotherPolicy,
    /// Whatever the vendor has to say.
    Answered,
}

impl Fate {
    pub(crate) const ALL: [Self; 12] = [
        Self::Unreachable,
        Self::Lost,
        Self::Late,
        Self::Unauthorized,
        Self::Refused,
        Self::RateLimited,
        Self::FailedBefore,
        Self::FailedAfter,
        Self::AnswerLost,
        Self::Unreadable,
        Self::AnotherPolicy,
        Self::Answered,
    ];

    fn draw(world: &mut World) -> Self {
        if world.vendor.locked_out {
            Self::Unauthorized
        } else if world.fault(2) {
            Self::ALL[world.chance.usize(0..Self::ALL.len())]
        } else {
            Self::Answered
        }
    }

    /// Whether the vendor's books are touched.
    fn executes(self) -> bool {
        matches!(self, Self::Late | Self::FailedAfter | Self::AnswerLost | Self::Unreadable | Self::Answered)
    }
}

/// A request that has left.
pub(crate) struct Flight {
    pub(crate) attempt: Option<AttemptId>,
    pub(crate) operation: Operation,
    pub(crate) subject: String,
    /// What a commitment is to be called.
    name: Option<String>,
    pub(crate) fate: Fate,
    /// Polls after which the client gives up, where the fate is that it has to.
    patience: u8,
    pub(crate) landing: Option<Landing>,
}

/// What happened to a request at the vendor.
pub(crate) struct Landing {
    pub(crate) changed: bool,
    reply: Option<Reply>,
    date: Timestamp,
}

impl Flight {
    /// Whether it is still in the air and will arrive.
    pub(crate) fn may_land(&self) -> bool {
        self.landing.is_none() && self.fate != Fate::Lost
    }

    /// Whether it changed something, or still may.
    pub(crate) fn may_have_changed(&self) -> bool {
        match &self.landing {
            Some(landing) => landing.changed,
            None => self.fate.executes(),
        }
    }

    /// Whether the vendor answered that nothing was free.
    pub(crate) fn found_nothing(&self) -> bool {
        self.landing.as_ref().is_some_and(|landing| matches!(landing.reply, Some(Reply::Full)))
    }

    pub(crate) fn changed(&self) -> bool {
        self.landing.as_ref().is_some_and(|landing| landing.changed)
    }
}

impl World {
    /// A request leaves, on behalf of the errand that is being polled.
    fn depart(&mut self, operation: Operation, subject: &str, name: Option<&str>) -> Result<usize, NotSent> {
        let fate = Fate::draw(self);
        self.saw(Situation::Request(operation, fate));
        if fate == Fate::Unreachable {
            self.tell(|| format!("  {operation:?} of {subject} does not leave: no connection"));
            return Err(NotSent::Connect("refused".to_owned()));
        }
        let attempt = self.errands[self.polled].attempt;
        invariants::at_departure(self, attempt);
        let number = self.flights.len();
        self.tell(|| format!("  flight {number}: {operation:?} of {subject} leaves ({fate:?})"));
        let (subject, name) = (subject.to_owned(), name.map(ToOwned::to_owned));
        self.flights.push(Flight { attempt, operation, subject, name, fate, patience: 0, landing: None });
        self.flights[number].patience = self.chance.u8(1..5);
        let errand = self.polled;
        self.errands[errand].flights.push(number);
        self.seen.deliveries += 1;
        Ok(number)
    }

    /// The flight arrives.
    pub(crate) fn land(&mut self, number: usize) {
        let now = self.clocks.vendor();
        let flight = &self.flights[number];
        let (operation, attempt, fate) = (flight.operation, flight.attempt, flight.fate);
        let subject = flight.subject.clone();
        let (changed, reply) = if !fate.executes() {
            (false, None)
        } else if operation == Operation::Reserve {
            let price = Decimal::new(self.chance.i64(1_000_000..30_000_000), 6);
            if self.chance.u8(0..5) == 0 {
                (false, Some(Reply::Full))
            } else {
                let policy = self.vendor.reserve(attempt, price, now);
                (true, policy.map(|policy| Reply::Policy(Box::new(policy))))
            }
        } else if operation == Operation::Create {
            if self.chance.u8(0..8) == 0 {
                (false, Some(Reply::No))
            } else {
                let name = self.flights[number].name.clone().unwrap_or_default();
                (true, Some(self.vendor.gcore.create(attempt, &name)))
            }
        } else if operation == Operation::Withdraw {
            let (changed, reply) = self.vendor.gcore.withdraw(attempt, &subject);
            (changed, Some(reply))
        } else {
            let hides_price = self.fault(8);
            let (changed, reply) = self.vendor.execute(operation, attempt, &subject, hides_price, now);
            (changed, Some(reply))
        };
        self.tell(|| format!("  flight {number} arrives, {}", if changed { "done" } else { "nothing changed" }));
        self.flights[number].landing = Some(Landing { changed, reply, date: now });
        invariants::at_arrival(self);
    }

    /// What the client knows of its request by now.
    fn heard<T>(&mut self, number: usize, read: impl FnOnce(&Reply) -> Option<T>) -> Option<Outcome<T>> {
        let received_at = self.clocks.machine();
        let flight = &mut self.flights[number];
        if matches!(flight.fate, Fate::Lost | Fate::Late) {
            flight.patience = flight.patience.saturating_sub(1);
            return (flight.patience == 0).then_some(Outcome::Unknown(Doubt::TimedOut, None));
        }
        let landing = flight.landing.as_ref()?;
        let raw = |status| RawAnswer { status, body: String::new(), date: http_date(landing.date), received_at };
        let refused = |status, kind, message: &str| {
            Outcome::Refused(Refusal { status, kind, message: message.to_owned() }, raw(status))
        };
        Some(match flight.fate {
            Fate::Unauthorized => Outcome::Unauthorized(raw(401)),
            Fate::Refused => refused(400, RefusalKind::Other, "no"),
            Fate::RateLimited => refused(429, RefusalKind::RateLimited { retry_after: Some(3) }, "slowly"),
            Fate::FailedBefore | Fate::FailedAfter => Outcome::Unknown(Doubt::Status(500), Some(raw(500))),
            Fate::AnswerLost => Outcome::Unknown(Doubt::Broken("reset".to_owned()), None),
            Fate::Unreadable => Outcome::Unknown(Doubt::Unreadable("no JSON".to_owned()), Some(raw(200))),
            Fate::AnotherPolicy => Outcome::Unknown(Doubt::AnotherPolicy("sc_other".to_owned()), Some(raw(200))),
            _ => match landing.reply.as_ref() {
                Some(Reply::NotFound) => refused(404, RefusalKind::NotFound, "not found"),
                Some(Reply::No) => refused(400, RefusalKind::Other, "not in this state"),
                Some(Reply::AlreadyCancelled) => refused(400, RefusalKind::AlreadyCancelled, "already canceled"),
                other => match other.and_then(read) {
                    Some(done) => Outcome::Done(done, raw(200)),
                    None => Outcome::Unknown(Doubt::Unreadable("not what was asked".to_owned()), Some(raw(200))),
                },
            },
        })
    }
}

/// A `Date` header is cut to the second.
fn http_date(now: Timestamp) -> Option<Timestamp> {
    Timestamp::from_second(now.as_second()).ok()
}

impl Machine {
    pub(crate) async fn request<T>(
        &self,
        operation: Operation,
        subject: &str,
        name: Option<&str>,
        read: impl Fn(&Reply) -> Option<T>,
    ) -> Outcome<T> {
        self.rest().await;
        let flight = match self.world.with(|world| world.depart(operation, subject, name)) {
            Ok(flight) => flight,
            Err(why) => return Outcome::NotSent(why),
        };
        loop {
            step_back().await;
            if let Some(outcome) = self.world.with(|world| world.heard(flight, &read)) {
                self.rest().await;
                return outcome;
            }
        }
    }
}

#[async_trait]
impl Capacity for Machine {
    fn wording(&self, _: Wanted<'_>) -> String {
        String::new()
    }

    async fn sign_in(&self, _: Origin, _: &str, _: &Secret) -> Outcome<Session> {
        self.rest().await;
        self.world.with(|world| {
            let now = world.clocks.machine();
            let date = http_date(world.clocks.vendor());
            let answer = |status| RawAnswer { status, body: String::new(), date, received_at: now };
            if world.vendor.locked_out || world.fault(20) {
                return Outcome::Unauthorized(answer(401));
            }
            if world.fault(20) {
                return Outcome::Unknown(Doubt::TimedOut, None);
            }
            if world.fault(20) {
                return Outcome::NotSent(NotSent::Dns("nobody".to_owned()));
            }
            let hour = now.checked_add(SignedDuration::from_hours(1)).unwrap_or(now);
            match Secret::issued("token".to_owned()) {
                Ok(token) => Outcome::Done(Session { token, expires_at: hour }, answer(200)),
                Err(_) => Outcome::Unauthorized(answer(401)),
            }
        })
    }

    async fn reserve(&self, _: &Access, order: &Order) -> Outcome<Reserved> {
        self.request(Operation::Reserve, &order.name, None, |reply| {
            let policy = policy(reply);
            if policy.is_none() && !matches!(reply, Reply::Full) {
                return None;
            }
            Some(Reserved { available: Some(policy.is_some()), policy, alternatives: Vec::new() })
        })
        .await
    }

    async fn purchase(&self, _: &Access, id: &PolicyId) -> Outcome<Policy> {
        self.request(Operation::Purchase, id.as_str(), None, policy).await
    }

    async fn cancel(&self, _: &Access, id: &PolicyId) -> Outcome<Sentence> {
        self.request(Operation::Cancel, id.as_str(), None, sentence).await
    }

    async fn configure(&self, _: &Access, id: &PolicyId, _: &Launch) -> Outcome<Policy> {
        self.request(Operation::Configure, id.as_str(), None, policy).await
    }

    async fn renew(&self, _: &Access, id: &PolicyId, _: Renewal) -> Outcome<Sentence> {
        self.request(Operation::Renew, id.as_str(), None, sentence).await
    }
}

fn policy(reply: &Reply) -> Option<Policy> {
    match reply {
        Reply::Policy(policy) => Some(policy.as_ref().clone()),
        _ => None,
    }
}

fn sentence(reply: &Reply) -> Option<Sentence> {
    match reply {
        Reply::Sentence(message) => Some(Sentence { message: message.clone() }),
        _ => None,
    }
}
