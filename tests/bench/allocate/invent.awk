# SPDX-License-Identifier: EUPL-1.2
# Invented cities of the size of the four largest together: awk -f invent.awk, in the folder where the tables are to be.
# 400 zones, 2,000 locations of six forms, 90 proposals, 300 vacant buildings of which a fifth has units, rates, and what
# is needed in 2030. Shares are like those of one real city: heavy forms have room, light ones far too little; weak zones
# carry more than others, and where hardly anybody lives there is nothing yet. Every number comes from the seed, by
# Lehmer's generator, which is exact in any awk.

function chance() {
  seed = (seed * 16807) % 2147483647
  return seed / 2147483647
}

function between(least, most) {
  return least + int((most - least + 1) * chance())
}

# A number as the Dutch write it.
function dutch(value, digits) {
  value = sprintf("%." digits "f", value)
  sub(/\./, ",", value)
  return value
}

# A zone, and the weaker the likelier.
function somewhere(z) {
  do
    z = between(1, side * side)
  while (chance() > weakness[z])
  return z
}

# A point well inside zone z, whose corners lie within a tenth of its width from those of the grid.
function place(z, column, row) {
  column = (z - 1) % side
  row = int((z - 1) / side)
  px = west + width * (column + 0.15 + 0.7 * chance())
  py = south + width * (row + 0.15 + 0.7 * chance())
  return dutch(px, 1) ";" dutch(py, 1)
}

BEGIN {
  seed = 20261122
  side = 20
  width = 1250
  west = 80000
  south = 420000
  forms = split("opvang verblijf beschermd begeleid gedeeld zelfstandig", form, " ")
  split("24 42 48 52 36 58", area, " ")
  split("15 12 8 4 3 1", least, " ")
  split("2650 3050 2850 2550 2500 2450", fresh, " ")
  split("950 1450 1250 1050 1000 900", conversion, " ")
  split("300 290 500 460 160 290", count, " ")  # locations
  split("21 15 8 6 4 4", small, " ")
  split("80 69 36 30 16 24", large, " ")
  split("0.96 0.82 0.88 0.87 0.9 0.93", taken, " ")
  split("0.95 0.7 1.15 1.7 1.6 3", needed, " ")  # people over places, in 2030

  print "woonvorm;bvo_m2_per_plaats;nieuwbouw_eur_m2;ombouw_eur_m2;min_plaatsen" >"tarieven.csv"
  for (f = 1; f <= forms; f++)
    print form[f] ";" area[f] ";" fresh[f] ";" conversion[f] ";" least[f] >"tarieven.csv"

  # ---- zones: a grid whose corners are shifted ----
  for (row = 0; row <= side; row++)
    for (column = 0; column <= side; column++) {
      cx[row, column] = west + width * (column + 0.2 * (chance() - 0.5))
      cy[row, column] = south + width * (row + 0.2 * (chance() - 0.5))
    }
  print "WKT,WK_CODE,WK_NAAM,AANT_INW" >"zones.csv"
  print "wijkcode;leefbaarheid_afwijking;laag_inkomen_pct" >"kenmerken.csv"
  for (z = 1; z <= side * side; z++) {
    column = (z - 1) % side
    row = int((z - 1) / side)
    code = sprintf("WK%06d", z)
    hollow = (column - 6) ^ 2 + (row - 7) ^ 2 < 30 || (column - 14) ^ 2 + (row - 12) ^ 2 < 20
    weak = 0.5 * chance() + 0.5 * hollow
    people = chance() < 0.04 ? between(1, 30) * 5 : int(2500 + 9000 * chance() * chance() + 2500 * hollow)
    weakness[z] = people < 500 ? 0 : (0.25 + 0.75 * weak) * (people + 3000) / 17000
    text = ""
    for (corner = 0; corner <= 4; corner++) {
      r = row + (corner % 4 > 1)
      c = column + (corner % 4 == 1 || corner % 4 == 2)
      text = text (corner ? ", " : "") sprintf("%.3f %.3f", cx[r, c], cy[r, c])
    }
    print "\"POLYGON((" text "))\"," code ",Wijk " z "," people >"zones.csv"
    print code ";" dutch(0.1 - 0.4 * weak + 0.05 * chance(), 6) ";" dutch(20 + 30 * weak + 5 * chance(), 1) >"kenmerken.csv"
  }

  # ---- locations ----
  print "id;naam;woonvorm;capaciteit;bezet;status;x;y;geldig_van;geldig_tot" >"voorzieningen.csv"
  for (f = 1; f <= forms; f++)
    for (k = 1; k <= count[f]; k++) {
      number++
      places = between(small[f], large[f])
      all[f] += places
      people = int(places * (taken[f] + 0.2 * (chance() - 0.5)))
      ends = chance() < 0.01 ? "2029-07-01" : ""
      print sprintf("V%04d;Locatie %04d;", number, number) form[f] ";" places ";" (people < places ? people : places) \
        ";bestaand;" place(somewhere()) ";2015-01-01;" ends >"voorzieningen.csv"
    }

  # ---- candidates ----
  print "id;naam;woonvorm;capaciteit;x;y;geldig_van" >"voorstellen.csv"
  for (k = 1; k <= 90; k++) {
    f = between(1, forms)
    print sprintf("N%03d;Voorstel %03d;", k, k) form[f] ";" between(small[f], large[f]) ";" place(between(1, 400)) \
      ";" between(2026, 2029) "-01-01" >"voorstellen.csv"
  }
  print "id;naam;bvo_m2;beschikbaar_per;verbouw_eur_m2;eenheden;x;y" >"leegstand.csv"
  for (k = 1; k <= 300; k++) {
    split("350 480 600 850 1200 1600 2400 3600", size, " ")
    split("450 700 950 1300 1750", price, " ")
    units = chance() < 0.2 ? between(2, 4) : 1
    print sprintf("P%03d;Pand %03d;", k, k) size[between(1, 8)] * (units > 1 ? 2 : 1) ";" between(2025, 2030) "-07-01;" \
      price[between(1, 5)] ";" units ";" place(between(1, 400)) >"leegstand.csv"
  }

  # ---- what is needed ----
  print "jaar,scenario,woonvorm,vraag" >"raming.csv"
  for (f = 1; f <= forms; f++)
    print "2030,gematigd," form[f] "," int(all[f] * needed[f]) >"raming.csv"
}
