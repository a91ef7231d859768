//! What can be booked: AWS machine types with their prices, and availability zones.
//!
//! Hourly prices are the on-demand Linux prices AWS lists for us-east-1, from memory of its public price list and good
//! enough to look right; nothing may be decided by them. Other regions are dearer by the step that c5.large takes there.
//! The discount of each type, and every limit on what is free, are ours.

use rust_decimal::Decimal;

/// A machine type.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) name: &'static str,
    pub(crate) vcpu: u32,
    /// GiB.
    pub(crate) memory: u32,
    pub(crate) gpu: u32,
    /// GiB over all GPUs.
    pub(crate) gpu_memory: u32,
    /// Millionths of a US dollar for an hour on Linux in us-east-1.
    micro_usd: i64,
    /// Percent below AWS.
    discount: i64,
}

/// Catalogue row of the first machine; `c5.large` must be row 1688, as in the printed sample.
const FIRST_ROW: u32 = 1688;

/// Millionths of a US dollar that a Windows licence adds for each vCPU and hour, as AWS charges for most types.
const WINDOWS_MICRO_USD: i64 = 46_000;

const fn machine(
    name: &'static str,
    vcpu: u32,
    memory: u32,
    (gpu, gpu_memory): (u32, u32),
    micro_usd: i64,
    discount: i64,
) -> Machine {
    Machine { name, vcpu, memory, gpu, gpu_memory, micro_usd, discount }
}

const NO_GPU: (u32, u32) = (0, 0);

/// Every machine type. New ones go to the end: the position is the vendor's catalogue id.
pub(crate) const MACHINES: [Machine; 55] = [
    machine("c5.large", 2, 4, NO_GPU, 85_000, 30),
    machine("c5.xlarge", 4, 8, NO_GPU, 170_000, 30),
    machine("c5.2xlarge", 8, 16, NO_GPU, 340_000, 30),
    machine("c5.4xlarge", 16, 32, NO_GPU, 680_000, 31),
    machine("c5.9xlarge", 36, 72, NO_GPU, 1_530_000, 32),
    machine("c5.18xlarge", 72, 144, NO_GPU, 3_060_000, 33),
    machine("c6i.large", 2, 4, NO_GPU, 85_000, 27),
    machine("c6i.xlarge", 4, 8, NO_GPU, 170_000, 27),
    machine("c6i.2xlarge", 8, 16, NO_GPU, 340_000, 27),
    machine("c6i.4xlarge", 16, 32, NO_GPU, 680_000, 28),
    machine("c6i.8xlarge", 32, 64, NO_GPU, 1_360_000, 28),
    machine("c6i.16xlarge", 64, 128, NO_GPU, 2_720_000, 29),
    machine("m5.large", 2, 8, NO_GPU, 96_000, 31),
    machine("m5.xlarge", 4, 16, NO_GPU, 192_000, 31),
    machine("m5.2xlarge", 8, 32, NO_GPU, 384_000, 31),
    machine("m5.4xlarge", 16, 64, NO_GPU, 768_000, 32),
    machine("m5.12xlarge", 48, 192, NO_GPU, 2_304_000, 33),
    machine("m5.24xlarge", 96, 384, NO_GPU, 4_608_000, 34),
    machine("m6i.large", 2, 8, NO_GPU, 96_000, 26),
    machine("m6i.xlarge", 4, 16, NO_GPU, 192_000, 26),
    machine("m6i.2xlarge", 8, 32, NO_GPU, 384_000, 26),
    machine("m6i.4xlarge", 16, 64, NO_GPU, 768_000, 27),
    machine("m6i.8xlarge", 32, 128, NO_GPU, 1_536_000, 27),
    machine("m6i.16xlarge", 64, 256, NO_GPU, 3_072_000, 28),
    machine("r5.large", 2, 16, NO_GPU, 126_000, 33),
    machine("r5.xlarge", 4, 32, NO_GPU, 252_000, 33),
    machine("r5.2xlarge", 8, 64, NO_GPU, 504_000, 33),
    machine("r5.4xlarge", 16, 128, NO_GPU, 1_008_000, 34),
    machine("r5.12xlarge", 48, 384, NO_GPU, 3_024_000, 35),
    machine("r6i.large", 2, 16, NO_GPU, 126_000, 29),
    machine("r6i.xlarge", 4, 32, NO_GPU, 252_000, 29),
    machine("r6i.2xlarge", 8, 64, NO_GPU, 504_000, 29),
    machine("r6i.4xlarge", 16, 128, NO_GPU, 1_008_000, 30),
    machine("r6i.8xlarge", 32, 256, NO_GPU, 2_016_000, 30),
    machine("t3.micro", 2, 1, NO_GPU, 10_400, 18),
    machine("t3.small", 2, 2, NO_GPU, 20_800, 18),
    machine("t3.medium", 2, 4, NO_GPU, 41_600, 18),
    machine("t3.large", 2, 8, NO_GPU, 83_200, 19),
    machine("t3.xlarge", 4, 16, NO_GPU, 166_400, 19),
    machine("t3.2xlarge", 8, 32, NO_GPU, 332_800, 20),
    machine("g4dn.xlarge", 4, 16, (1, 16), 526_000, 35),
    machine("g4dn.2xlarge", 8, 32, (1, 16), 752_000, 35),
    machine("g4dn.4xlarge", 16, 64, (1, 16), 1_204_000, 36),
    machine("g4dn.8xlarge", 32, 128, (1, 16), 2_176_000, 36),
    machine("g4dn.12xlarge", 48, 192, (4, 64), 3_912_000, 37),
    machine("g5.xlarge", 4, 16, (1, 24), 1_006_000, 38),
    machine("g5.2xlarge", 8, 32, (1, 24), 1_212_000, 38),
    machine("g5.4xlarge", 16, 64, (1, 24), 1_624_000, 38),
    machine("g5.12xlarge", 48, 192, (4, 96), 5_672_000, 39),
    machine("g5.24xlarge", 96, 384, (4, 96), 8_144_000, 39),
    machine("g5.48xlarge", 192, 768, (8, 192), 16_288_000, 40),
    machine("p4d.24xlarge", 96, 1152, (8, 320), 21_957_642, 42),
    machine("p4de.24xlarge", 96, 1152, (8, 640), 27_447_050, 41),
    machine("p5.4xlarge", 16, 256, (1, 80), 6_880_000, 44),
    machine("p5.48xlarge", 192, 2048, (8, 640), 55_040_000, 45),
];

/// An AWS region.
#[derive(Debug)]
pub(crate) struct Region {
    pub(crate) code: &'static str,
    /// How its zone ids begin.
    prefix: &'static str,
    /// Numbers of its zones.
    zones: &'static [u32],
    /// Thousandths of the us-east-1 price.
    price: i64,
    /// Whether it has the p4 and p5 machines.
    big_gpus: bool,
}

const fn region(code: &'static str, prefix: &'static str, zones: &'static [u32], price: i64, big_gpus: bool) -> Region {
    Region { code, prefix, zones, price, big_gpus }
}

const REGIONS: [Region; 12] = [
    region("us-east-1", "use1", &[1, 2, 3, 4, 5, 6], 1000, true),
    region("us-east-2", "use2", &[1, 2, 3], 1000, true),
    region("us-west-1", "usw1", &[1, 3], 1247, false),
    region("us-west-2", "usw2", &[1, 2, 3, 4], 1000, true),
    region("ca-central-1", "cac1", &[1, 2, 4], 1094, false),
    region("eu-west-1", "euw1", &[1, 2, 3], 1129, true),
    region("eu-west-2", "euw2", &[1, 2, 3], 1188, false),
    region("eu-central-1", "euc1", &[1, 2, 3], 1141, false),
    region("eu-north-1", "eun1", &[1, 2, 3], 1071, false),
    region("ap-northeast-1", "apne1", &[1, 2, 4], 1259, true),
    region("ap-southeast-1", "apse1", &[1, 2, 3], 1153, false),
    region("sa-east-1", "sae1", &[1, 2, 3], 1541, false),
];

/// A zone where nothing is ever free.
const FULL_ZONE: &str = "usw2-az4";

impl Machine {
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        MACHINES.iter().find(|machine| machine.name == name)
    }

    /// The vendor's id of the machine type.
    pub(crate) fn row(&self) -> u32 {
        let position = MACHINES.iter().position(|machine| machine.name == self.name).unwrap_or(0);
        FIRST_ROW.saturating_add(u32::try_from(position).unwrap_or(0))
    }

    pub(crate) fn family(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(family, _)| family)
    }

    /// What AWS charges for an hour of one machine, in US dollars.
    pub(crate) fn hourly(&self, region: &Region, windows: bool) -> Decimal {
        let linux = Decimal::new(self.micro_usd, 6) * Decimal::new(region.price, 3);
        let licence =
            if windows { Decimal::new(WINDOWS_MICRO_USD, 6) * Decimal::from(self.vcpu) } else { Decimal::ZERO };
        linux + licence
    }

    /// The part of AWS's price that is left to pay.
    pub(crate) fn share(&self) -> Decimal {
        Decimal::new(100 - self.discount, 2)
    }

    fn is_big_gpu(&self) -> bool {
        self.name.starts_with('p')
    }

    /// How many can be had at once.
    fn stock(&self) -> u32 {
        match self.family() {
            "p5" => 8,
            "p4d" | "p4de" => 16,
            "g4dn" | "g5" => 32,
            _ => 200,
        }
    }
}

impl Region {
    /// The region a zone id belongs to, if there is such a zone.
    pub(crate) fn of_zone(zone: &str) -> Option<&'static Self> {
        let (prefix, number) = zone.split_once("-az")?;
        REGIONS
            .iter()
            .find(|region| region.prefix == prefix && region.zones.iter().any(|known| known.to_string() == number))
    }

    /// Its zone ids but for the full one.
    pub(crate) fn open_zones(&self) -> impl Iterator<Item = String> {
        self.zones.iter().map(|number| format!("{}-az{number}", self.prefix)).filter(|zone| zone != FULL_ZONE)
    }
}

/// Why a wish cannot be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortage {
    /// Nothing is free in the zone.
    Zone,
    /// The region has no such machines.
    Type,
    /// Only this many are free.
    Quantity(u32),
}

pub(crate) fn shortage(machine: &Machine, region: &Region, zone: &str, quantity: u32) -> Option<Shortage> {
    if zone == FULL_ZONE {
        Some(Shortage::Zone)
    } else if machine.is_big_gpu() && !region.big_gpus {
        Some(Shortage::Type)
    } else if quantity > machine.stock() {
        Some(Shortage::Quantity(machine.stock()))
    } else {
        None
    }
}
