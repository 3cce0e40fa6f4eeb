/** Kyoto's addresses: towns of one name stay different places. */
import { expect, it } from 'vitest';
import { loadPlaces } from './places';

it('亀屋町 in 上京区 is four places told apart by postcode and street', async () => {
  const found = (await loadPlaces()).byTown('上京区', '亀屋町');
  expect(found.map((place) => place.postal_code)).toEqual(['6020854', '6028062', '6028119', '6028284']);
  expect(new Set(found.map((place) => place.streets[0])).size).toBe(4);
});

it('finds by kana prefix and by postcode with hyphen or full-width digits', async () => {
  const places = await loadPlaces();
  expect(places.byTown('上京区', 'かめや').map((place) => place.town)).toContain('亀屋町');
  expect(places.byPostalCode('６０２−８０６２')).toMatchObject([{ ward: '上京区', town: '亀屋町', kana: 'カメヤチョウ' }]);
  expect(places.byPostalCode('602')).toEqual([]);
  expect(places.wards).toHaveLength(11);
});
