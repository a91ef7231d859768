//! Machine types. Names, hardware and tariffs are made up in the vendor's style, but for the tariff of `bm1-hf-medium`,
//! which is that of the printed reservation (0.5835375 against 1.37124 an hour).

use rust_decimal::Decimal;
use serde::Serialize;

use super::regions::Region;

#[derive(Debug)]
pub(super) struct Machine {
    pub(super) name: &'static str,
    pub(super) os_type: &'static str,
    pub(super) vcpus: u32,
    /// MiB.
    pub(super) ram: u32,
    hardware: Option<[&'static str; 3]>,
    /// Number of GPUs and their model.
    pub(super) gpu: Option<(u32, &'static str)>,
    /// Ten-millionths of a currency unit for an hour: ordinary tariff, reserved for 12 months, reserved for 36 months.
    tariff: [i64; 3],
}

/// The three texts a reservation has on hardware.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Hardware {
    pub(super) cpu: Option<&'static str>,
    pub(super) disk: Option<&'static str>,
    pub(super) ram: Option<&'static str>,
}

/// Length of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    Months12,
    Months36,
}

const fn machine(
    name: &'static str,
    vcpus: u32,
    ram: u32,
    hardware: Option<[&'static str; 3]>,
    gpu: Option<(u32, &'static str)>,
    tariff: [i64; 3],
) -> Machine {
    Machine { name, os_type: "linux", vcpus, ram, hardware, gpu, tariff }
}

pub(super) const HF_MEDIUM: &str = "bm1-hf-medium";

pub(super) const MACHINES: [Machine; 11] = [
    machine(
        HF_MEDIUM,
        16,
        131_072,
        Some(["2xIntel Xeon 8468", "8 x 3.84 TB NVMe", "2TB RAM"]),
        None,
        [13_712_400, 5_835_375, 4_525_092],
    ),
    // The vendor may know nothing about the hardware of a type.
    machine("bm1-basic-small", 4, 32_768, None, None, [2_105_300, 1_115_809, 842_120]),
    machine(
        "bm1-infrastructure-small",
        8,
        65_536,
        Some(["Intel Xeon E-2388G", "2 x 960 GB SSD", "64 GB RAM"]),
        None,
        [3_801_700, 1_900_850, 1_368_612],
    ),
    machine(
        "bm1-infrastructure-medium",
        16,
        131_072,
        Some(["Intel Xeon 6336Y", "2 x 1.92 TB SSD", "128 GB RAM"]),
        None,
        [6_204_900, 2_916_303, 2_233_764],
    ),
    machine(
        "bm1-hf-small",
        8,
        65_536,
        Some(["Intel Xeon E-2388G", "2 x 960 GB NVMe", "64 GB RAM"]),
        None,
        [5_118_200, 2_303_190, 1_740_188],
    ),
    machine(
        "bm1-hf-large",
        32,
        262_144,
        Some(["2xIntel Xeon 6444Y", "4 x 3.84 TB NVMe", "256 GB RAM"]),
        None,
        [19_871_300, 9_339_511, 6_756_242],
    ),
    machine(
        "bm2-hf-medium",
        24,
        262_144,
        Some(["AMD EPYC 9254", "2 x 3.84 TB NVMe", "256 GB RAM"]),
        None,
        [15_440_800, 6_639_544, 5_095_464],
    ),
    machine(
        "bm2-storage-large",
        32,
        524_288,
        Some(["AMD EPYC 9354P", "12 x 20 TB HDD", "512 GB RAM"]),
        None,
        [22_909_100, 11_225_459, 8_247_276],
    ),
    Machine {
        os_type: "windows",
        ..machine(
            "bm1-windows-medium",
            16,
            131_072,
            Some(["Intel Xeon 6336Y", "2 x 1.92 TB SSD", "128 GB RAM"]),
            None,
            [9_904_900, 5_447_695, 4_159_058],
        )
    },
    machine(
        "bm3-ai-1xlarge-a100-80-8",
        128,
        2_097_152,
        Some(["2xIntel Xeon 8468", "8 x 3.84 TB NVMe", "2TB RAM"]),
        Some((8, "A100 80GB SXM4")),
        [131_200_000, 66_912_000, 51_168_000],
    ),
    machine(
        "bm3-ai-1xlarge-h100-80-8",
        192,
        2_097_152,
        Some(["2xIntel Xeon 8468", "8 x 3.84 TB NVMe", "2TB RAM"]),
        Some((8, "H100 80GB SXM5")),
        [239_200_000, 119_600_000, 90_896_000],
    ),
];

/// Ten-millionths of a currency unit that Windows licences add for each vCPU and hour.
const WINDOWS: i64 = 250_000;

impl Period {
    pub(super) fn named(word: &str) -> Option<Self> {
        match word {
            "MONTHS12" => Some(Self::Months12),
            "MONTHS36" => Some(Self::Months36),
            _ => None,
        }
    }

    pub(super) fn months(self) -> u32 {
        match self {
            Self::Months12 => 12,
            Self::Months36 => 36,
        }
    }
}

impl Machine {
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        MACHINES.iter().find(|machine| machine.name == name)
    }

    pub(super) fn hardware(&self) -> Hardware {
        let text = |at: usize| self.hardware.map(|texts| texts[at]);
        Hardware { cpu: text(0), disk: text(1), ram: text(2) }
    }

    /// The ordinary tariff for an hour.
    pub(super) fn overcommit(&self, windows: bool) -> Decimal {
        self.hourly(0, windows)
    }

    /// The reserved tariff for an hour.
    pub(super) fn commit(&self, period: Period, windows: bool) -> Decimal {
        self.hourly(if period == Period::Months12 { 1 } else { 2 }, windows)
    }

    fn hourly(&self, column: usize, windows: bool) -> Decimal {
        let licence = if windows { Decimal::new(WINDOWS, 7) * Decimal::from(self.vcpus) } else { Decimal::ZERO };
        Decimal::new(self.tariff[column], 7) + licence
    }

    /// Free machines in a region; `None` where the type is not on offer.
    pub(super) fn stock(&self, region: &Region) -> Option<u32> {
        let on_offer = region.bare_metal && (self.gpu.is_none() || region.gpu);
        if !on_offer {
            return None;
        }
        if self.name == HF_MEDIUM {
            return Some(3);
        }
        let place = MACHINES.iter().position(|machine| machine.name == self.name).unwrap_or(0);
        let mix = region.id.unsigned_abs().wrapping_mul(3).wrapping_add(u64::try_from(place).unwrap_or(0) * 5);
        // Each region lacks a few types and has sold out of a few others.
        if mix % 5 == 4 && region.id != 180 { None } else { u32::try_from(mix % 7).ok() }
    }

    /// Taken off the list for the time being.
    pub(super) fn is_disabled(&self, region: &Region) -> bool {
        self.name == "bm2-storage-large" && region.id == 176
    }
}
