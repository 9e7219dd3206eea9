// Options whose SA codes and names are sourced; family, reach, price and mass are the build's own.

/**
 * Cells: code, family, brands, fuels, markets, net price in EUR, mass in kg, state, English name where the
 * source has none or cuts it short. A `retired` option is only found on cars built before 2025.
 */
export const CODED_OPTIONS = `
1CA | COUNTRY | bmw mini | | | 0 | 0 | retired | Selection of COP-relevant vehicles
1CB | COUNTRY | bmw mini | PETROL DIESEL PLUG_IN_HYBRID | | 0 | 0 | current | CO2 scope
1CC | ASSISTANCE | bmw mini rolls-royce | PETROL DIESEL | | 0 | 0 | current | Automatic start/stop function
1CD | ASSISTANCE | bmw mini rolls-royce | | | 0 | 0 | current | Brake energy regeneration
203 | TRANSMISSION | bmw | | | 0 | 60 | retired |
205 | TRANSMISSION | bmw mini | | | 1900 | 25 | retired |
229 | SUSPENSION | bmw | | | 2500 | 18 | current |
248 | COMFORT | bmw mini | | | 210 | 1 | current |
261 | SAFETY | bmw mini rolls-royce | | | 340 | 3 | current | Side airbags for rear passengers
2TB | TRANSMISSION | bmw | PETROL DIESEL | | 1750 | 2 | retired |
2VB | SAFETY | bmw mini rolls-royce | | | 0 | 0 | current |
300 | TRANSPORT | bmw mini | PETROL DIESEL | | 150 | 14 | current |
302 | SAFETY | bmw mini rolls-royce | | | 420 | 2 | current |
316 | COMFORT | bmw mini | | | 460 | 4 | current | Automatic tailgate operation
319 | COMFORT | bmw mini rolls-royce | | | 230 | 0 | current |
322 | COMFORT | bmw mini rolls-royce | | | 590 | 1 | current |
339 | EXTERIOR | bmw | | | 420 | 0 | current |
358 | COMFORT | bmw mini rolls-royce | | | 240 | 1 | current | Climate comfort windscreen
386 | ROOF_RAILS | bmw mini | | | 270 | 4 | current | Roof rails
3MC | ROOF_RAILS | bmw | | | 390 | 4 | current | Roof rails, high-gloss Shadow Line
402 | ROOF | bmw mini | | | 1430 | 22 | current | Panoramic glass roof
403 | ROOF | bmw mini | | | 990 | 14 | current | Glass roof, electric
423 | INTERIOR | bmw mini | | | 90 | 3 | current | Velour floor mats
430 | COMFORT | bmw mini | | | 480 | 1 | current | Interior and exterior mirror package
431 | COMFORT | bmw mini | | | 180 | 0 | current | Interior mirror with automatic anti-dazzle
438 | TRIM | bmw | | | 430 | 1 | current |
441 | INTERIOR | bmw mini | | | 40 | 0 | retired |
442 | INTERIOR | bmw mini rolls-royce | | | 45 | 0 | current |
456 | SEATS | bmw | | | 1950 | 12 | current | Comfort seats, electrically adjustable
464 | TRANSPORT | bmw mini | | | 170 | 2 | current | Ski bag
465 | TRANSPORT | bmw mini | | | 380 | 3 | current |
473 | INTERIOR | bmw mini | | | 130 | 2 | current |
481 | SEATS | bmw mini | | | 520 | 4 | current | Sports seats for driver and front passenger
488 | COMFORT | bmw mini | | | 240 | 1 | current | Lumbar support, driver and front passenger
494 | COMFORT | bmw mini rolls-royce | | | 320 | 2 | current | Seat heating for driver and front passenger
496 | COMFORT | bmw mini rolls-royce | | | 290 | 2 | current |
4B9 | TRIM | bmw | | | 210 | 0 | current | Interior trim, fine-cut aluminium
4U2 | ASSISTANCE | bmw mini | PETROL DIESEL PLUG_IN_HYBRID | | 0 | 0 | current | Driving experience switch with Eco Pro
4UR | INTERIOR | bmw mini rolls-royce | | | 250 | 0 | current | Ambient light
502 | HEADLIGHTS | bmw mini | | | 210 | 1 | retired |
508 | ASSISTANCE | bmw mini rolls-royce | | | 640 | 1 | current |
522 | HEADLIGHTS | bmw mini | | | 760 | 2 | retired |
524 | HEADLIGHTS | bmw mini | | | 380 | 1 | current |
534 | CLIMATE | bmw mini | | | 510 | 1 | current |
544 | ASSISTANCE | bmw mini | | | 270 | 0 | current | Cruise control with braking function
548 | COUNTRY | bmw mini rolls-royce | | DE FR AT NL JP CH | 0 | 0 | current |
563 | INTERIOR | bmw mini | | | 170 | 0 | current |
5A1 | HEADLIGHTS | bmw mini | | | 160 | 1 | current | LED fog lights
5AD | ASSISTANCE | bmw mini rolls-royce | | | 420 | 0 | current |
609 | CONNECTIVITY | bmw mini | | | 1690 | 1 | current |
610 | CONNECTIVITY | bmw mini rolls-royce | | | 980 | 2 | current |
615 | CONNECTIVITY | bmw | | | 0 | 0 | retired |
620 | CONNECTIVITY | bmw mini | | | 190 | 0 | current |
633 | CONNECTIVITY | bmw | | | 510 | 0 | retired | Mobile phone preparation Business with Bluetooth
639 | CONNECTIVITY | bmw | | US | 600 | 0 | retired | Complete preparation, cellular phone USA/CDN
645 | CONNECTIVITY | bmw mini rolls-royce | | US | 0 | 0 | current |
653 | CONNECTIVITY | bmw mini | | US | 300 | 0 | current |
655 | CONNECTIVITY | bmw mini rolls-royce | | US | 350 | 1 | current |
676 | AUDIO | bmw mini | | | 510 | 3 | current |
677 | AUDIO | bmw | | | 890 | 5 | current |
693 | CONNECTIVITY | bmw | | US | 75 | 0 | retired |
694 | CONNECTIVITY | bmw | | | 100 | 0 | retired |
697 | COUNTRY | bmw | | DE FR AT NL GB CH | 0 | 0 | retired |
6AA | CONNECTIVITY | bmw | | | 0 | 0 | retired | BMW TeleServices
6AB | CONNECTIVITY | bmw | | | 0 | 0 | retired |
6AE | CONNECTIVITY | bmw mini rolls-royce | | | 0 | 0 | current | TeleServices
6FL | CONNECTIVITY | bmw | | | 120 | 0 | retired | USB/audio interface
6UH | CONNECTIVITY | bmw mini | | | 130 | 0 | current |
6WA | CONNECTIVITY | bmw mini | | | 180 | 0 | current | Instrument cluster with extended scope
704 | SUSPENSION | bmw | | | 420 | 0 | current |
710 | STEERING_WHEEL | bmw | | | 190 | 0 | current |
715 | EXTERIOR | bmw | | | 1400 | 6 | current |
760 | EXTERIOR | bmw | | | 510 | 0 | current | Individual high-gloss Shadow Line
761 | EXTERIOR | bmw mini | | | 400 | 0 | current | Individual sun protection glazing
775 | INTERIOR | bmw | | | 240 | 0 | current |
818 | SAFETY | bmw mini | | | 60 | 0 | retired |
823 | COUNTRY | bmw mini | | | 0 | 0 | retired |
838 | COUNTRY | bmw mini | | US | 0 | 0 | retired |
845 | SAFETY | bmw mini rolls-royce | | | 0 | 0 | current |
850 | COUNTRY | bmw mini | PETROL DIESEL PLUG_IN_HYBRID | | 0 | 0 | retired | Additional tank filling for export
853 | COUNTRY | bmw mini | | GB US | 0 | 0 | retired |
876 | COUNTRY | bmw mini rolls-royce | | US JP | 0 | 0 | current |
8S4 | COUNTRY | bmw | | | 0 | 0 | retired | Decoding of variable light distribution
8TF | SAFETY | bmw mini | | DE FR AT NL GB JP CH | 0 | 3 | current | Active pedestrian protection
8TH | ASSISTANCE | bmw mini rolls-royce | | | 260 | 0 | current | Speed limit info
925 | COUNTRY | bmw mini | | | 0 | 0 | retired |
992 | COUNTRY | bmw mini rolls-royce | | | 0 | 0 | current | Control of number plate attachment
`;
