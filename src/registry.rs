//! Engines by name, and the process-wide store of those that are built.
//!
//! A gateway builds its plugin objects anew every few seconds and once per tenant. Compiled engines and
//! their state therefore live here, keyed by name and canonical configuration, and are shared.

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::engines::ENGINES;
use crate::error::{Error, Result};
use crate::plugin::{Family, NativePlugin, Plugin};

/// One row of the table of engines.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Registry name.
    pub name: &'static str,
    /// One line about it.
    pub summary: &'static str,
    /// What kind of work it does.
    pub family: Family,
    build: fn(&Map<String, Value>) -> Result<Plugin>,
}

impl Entry {
    /// The row of engine `E`.
    #[must_use]
    pub const fn of<E: NativePlugin>() -> Self {
        Self { name: E::NAME, summary: E::SUMMARY, family: E::FAMILY, build: E::build }
    }
}

/// Every engine of this build, in name order.
#[must_use]
pub fn entries() -> &'static [Entry] {
    ENGINES
}

/// The row of `name`.
///
/// # Errors
/// [`Error::UnknownPlugin`].
pub fn find(name: &str) -> Result<&'static Entry> {
    ENGINES.iter().find(|entry| entry.name == name).ok_or_else(|| Error::UnknownPlugin(name.to_owned()))
}

/// An engine as it is shared: the row it came from and what was built.
#[derive(Debug)]
pub struct Built {
    /// The row of the table.
    pub entry: &'static Entry,
    /// The running engine.
    pub plugin: Plugin,
}

/// How many engines are kept before those that nobody holds are dropped. A gateway has a handful.
const MAX_CACHED: usize = 256;

type Key = (&'static str, String);

/// Built engines by canonical configuration, and the spellings of configurations seen so far.
#[derive(Debug, Default)]
struct Cache {
    engines: FxHashMap<Key, Arc<Built>>,
    spellings: FxHashMap<Key, Weak<Built>>,
}

impl Cache {
    /// Drops engines that nobody holds, so that a host that makes up configurations cannot fill the memory.
    fn make_room(&mut self) {
        if self.engines.len() >= MAX_CACHED {
            self.engines.retain(|_, built| Arc::strong_count(built) > 1);
        }
        if self.spellings.len() >= 2 * MAX_CACHED {
            self.spellings.clear();
        }
    }
}

static CACHE: LazyLock<Mutex<Cache>> = LazyLock::new(Mutex::default);

fn cache() -> MutexGuard<'static, Cache> {
    // A panic while the lock was held leaves maps of complete entries: they can be used.
    CACHE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The engine `name` with this configuration, a JSON object: built once per process, then shared.
///
/// # Errors
/// [`Error::UnknownPlugin`], or what the engine's [`NativePlugin::build`] says.
pub fn load(name: &str, config_json: &str) -> Result<Arc<Built>> {
    let entry = find(name)?;
    let spelling = (entry.name, config_json.to_owned());
    if let Some(built) = cache().spellings.get(&spelling).and_then(Weak::upgrade) {
        return Ok(built);
    }
    let config = parse(entry.name, config_json)?;
    let key = (entry.name, canonical(&config));
    let known = cache().engines.get(&key).map(Arc::clone);
    let built = match known {
        Some(built) => built,
        // Built without the lock: compiling takes milliseconds and other engines must not wait for it.
        None => Arc::new(Built { entry, plugin: (entry.build)(&config)? }),
    };
    let mut cache = cache();
    cache.make_room();
    // Of two threads that built the same engine at once, the first one's is shared by both.
    let shared = Arc::clone(cache.engines.entry(key).or_insert(built));
    cache.spellings.insert(spelling, Arc::downgrade(&shared));
    Ok(shared)
}

/// How many different engines the process holds.
#[must_use]
pub fn cached() -> usize {
    cache().engines.len()
}

fn parse(plugin: &'static str, config_json: &str) -> Result<Map<String, Value>> {
    match serde_json::from_str(config_json) {
        Ok(Value::Object(config)) => Ok(config),
        Ok(Value::Null) => Ok(Map::new()),
        Ok(_) => Err(Error::Config { plugin, message: "the configuration must be a mapping".into() }),
        Err(_) => Err(Error::Config { plugin, message: "the configuration is not valid JSON".into() }),
    }
}

/// The same configuration in one spelling: keys sorted at every level.
fn canonical(config: &Map<String, Value>) -> String {
    fn sorted(value: &Value) -> Value {
        // Depth is bounded by the JSON parser, which refuses to nest deeper than 128 levels.
        match value {
            Value::Object(map) => {
                let mut keys: Vec<_> = map.iter().collect();
                keys.sort_unstable_by_key(|(key, _)| *key);
                Value::Object(keys.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect())
            }
            Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
            other => other.clone(),
        }
    }
    sorted(&Value::Object(config.clone())).to_string()
}
